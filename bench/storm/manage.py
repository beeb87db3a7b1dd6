"""manage.py of a storm, with those guards off that VARIG_STORM_OFF names."""

import sys

from django.core.management import execute_from_command_line

from bench.storm import unguarded

if __name__ == "__main__":
    unguarded.take_off()
    execute_from_command_line(sys.argv)

"""What gunicorn serves in a storm: the product, with those guards off that VARIG_STORM_OFF names."""

from bench.storm import unguarded
from config.wsgi import application

unguarded.take_off()
__all__ = ["application"]

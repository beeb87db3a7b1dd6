"""What must hold before each step, in words that say what to do, who can and where."""

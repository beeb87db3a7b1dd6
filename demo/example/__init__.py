"""The invented Eksempel kommune: plain data, and the dates and figures it stands for."""

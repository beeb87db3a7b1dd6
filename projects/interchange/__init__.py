"""Registers as files: XLSX or a ZIP of CSV files, in and out."""

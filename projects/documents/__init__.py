"""Documents to keep and to archive. Typst makes them; what users wrote reaches it as data, never as markup."""

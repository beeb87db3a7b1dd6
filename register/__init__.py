"""The ground: what an organisation is, with or without projects."""

"""Other people's spreadsheets: found their way in, column by column, until they are in our own format.

Nothing here writes to the register. What comes out are tables as the import format knows them (`interchange.format`),
and they go the way that every import goes.
"""

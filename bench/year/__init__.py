"""A year of reminders, day by day, on a large register; every mail is compared with what the contract asks for."""

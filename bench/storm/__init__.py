"""A round of reminders by the real programs while workers are killed and Redis loses all it holds."""

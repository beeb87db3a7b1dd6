"""The domain: a project and all that lives and dies with it."""

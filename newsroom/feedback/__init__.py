"""“Did the information help you?”: answers of readers, without a name, to the department that owns the page."""

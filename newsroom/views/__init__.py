"""The public pages. Each picks a sentence from a QuerySet and a template; nothing differs by who reads."""

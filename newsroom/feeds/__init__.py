"""Feeds of what is public, for all that the archive's filters can choose: one content, three forms.

`selection` picks the versions, `entries` says what stands in an entry, `atom`, `rss` and `jsonfeed` write it down.

The id of an entry is a tag: URI (RFC 4151) of the release's short number, which is drawn once and never changes:
neither by a new headline or address nor by a correction. `updated` moves only on what a reader has to know of: a
correction, an update, a retraction, a text that is public again. A minor change moves no date.
"""

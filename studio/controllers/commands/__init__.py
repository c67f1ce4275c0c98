"""The command table: everything the user can do, free of Qt.

Menus, keys, palette, tooltips, tests and the Python API are made from it.
"""

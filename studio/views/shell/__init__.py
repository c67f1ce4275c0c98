"""The frame of the window: menus, docks, palette, keys, notices."""

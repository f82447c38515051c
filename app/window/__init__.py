"""The window around the photo: menus, status, help, the first page, the end."""

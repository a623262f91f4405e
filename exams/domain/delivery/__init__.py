"""Who may sit what and when: sittings, deadlines, exceptions, the board of whoever runs one."""

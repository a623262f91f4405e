from django.dispatch import Signal

# Sent in the booking's transaction with entries=: bookings, reversals, endings, extensions.
entry_booked = Signal()

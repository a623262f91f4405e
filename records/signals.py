from django.dispatch import Signal

# Sent in the booking's transaction with entry=: a booking, a reversal, an ending or an extension.
entry_booked = Signal()

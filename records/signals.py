from django.dispatch import Signal

# Sent in the booking's transaction with entry= (the new line, be it a booking, a reversal, an ending or an extension).
entry_booked = Signal()

from django.dispatch import Signal

# Sent in the sender's transaction with employee=, change= ("joined", "moved" or "left") and on= (the day).
employee_changed = Signal()

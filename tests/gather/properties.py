"""How Hypothesis runs here: without a clock, since a busy machine proves nothing about our code."""

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

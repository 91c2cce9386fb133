"""Nhiệm vụ có thời hạn: the wait as data; opened with its dates, reminded by its ladder, met by the act itself."""

"""Cụm, khối thi đua: members score themselves and each other, the standing agency verifies, the cluster is ranked."""

"""Phong trào thi đua: launched from a plan, its dates set and moved by documents, its targets judged by figures."""

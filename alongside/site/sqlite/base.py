from django.db.backends.sqlite3 import base, features, operations


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = 32766  # SQLite's default since 3.32


class DatabaseOperations(operations.DatabaseOperations):
    def _quote_params_for_last_executed_query(self, params):
        """Only what a developer reads in a list of queries; Django's own asks the connection for a limit."""
        return tuple(repr(param) for param in params)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

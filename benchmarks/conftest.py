from tests.conftest import database_folder, database_template, own_database  # noqa: F401

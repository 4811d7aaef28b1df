"""The store on SQLAlchemy: SQLite for one machine, PostgreSQL for several."""

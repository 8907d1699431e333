"""The floor of the webhook bench: a Flask route that does one INSERT and one ``apply_async``, and nothing else."""

import os

from celery import Celery
from flask import Flask
from flask.typing import ResponseReturnValue
from psycopg2.pool import ThreadedConnectionPool


def create_app() -> Flask:
    app = Flask(__name__)
    bell = Celery("bare")
    bell.config_from_object("celeryconfig")
    pool = ThreadedConnectionPool(1, 2, os.environ["DATABASE_URL"].replace("postgresql+psycopg2", "postgresql"))

    @bell.task(name="bench.nothing")
    def nothing(number: int) -> None:
        """Never run: the floor has no worker."""

    @app.post("/bare")
    def bare() -> ResponseReturnValue:
        connection = pool.getconn()
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute("INSERT INTO bare (body) VALUES ('{}') RETURNING id")
                row = cursor.fetchone()
        finally:
            pool.putconn(connection)
        number = row[0] if row else 0
        nothing.apply_async(args=(number,), queue="bare")
        return {"id": number}, 200

    return app

# One image for every role; the role is the command (scheduler, worker, web …).
FROM python:3.11-slim

RUN useradd --create-home --uid 10001 tracker
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY tracker ./tracker
COPY sql ./sql
COPY config ./config
COPY seeds ./seeds
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

USER tracker
ENV TRACKER_DATA_DIR=/home/tracker/data PYTHONUNBUFFERED=1
EXPOSE 8080
ENTRYPOINT ["tracker"]
CMD ["run"]

# The product without a database: give it DATABASE_URL and DATABASE_OWNER_URL (docker-compose.yml does).
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
ENV SQLX_OFFLINE=true

# Dependencies first: this layer stays while their list does.
COPY Cargo.toml Cargo.lock ./
RUN mkdir src \
    && echo 'fn main() {}' > src/main.rs \
    && touch src/lib.rs \
    && cargo build --release --locked --bin mayak \
    && rm -r src

COPY . .
RUN touch src/main.rs src/lib.rs && cargo build --release --locked --bin mayak

FROM debian:bookworm-slim
RUN groupadd --system --gid 3900 mayak \
    && useradd --system --uid 3900 --gid 3900 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mayak \
    && install -d -o mayak -g mayak -m 0700 /var/backups/mayak
COPY --from=build /src/target/release/mayak /usr/local/bin/mayak
USER 3900:3900
ENV MAYAK_ADDR=0.0.0.0:3900
EXPOSE 3900
# Whether the process lives; whether it can serve is /health/ready, for those who send it requests.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/3900; printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3; read -r _ code _ <&3; [ \"$code\" = 200 ]"]
ENTRYPOINT ["/usr/local/bin/mayak"]

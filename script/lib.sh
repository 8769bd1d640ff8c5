# Shared by the scripts of this folder; sourced, not run.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# install WHY APT DNF APK PACMAN: installs the packages named for this system's package manager ('' for none).
install() {
    local why=$1 packages run
    if has apt-get; then packages=$2; run="apt-get install -y $2"
    elif has dnf; then packages=$3; run="dnf install -y $3"
    elif has apk; then packages=$4; run="apk add $4"
    elif has pacman; then packages=$5; run="pacman -S --noconfirm --needed $5"
    else die "Нужно: $why. Эта система незнакома: установите это сами и повторите."
    fi
    [ -n "$packages" ] || die "Нужно: $why. В пакетах этой системы этого нет: установите сами и повторите."
    say "Нужно: $why. Устанавливаем: $run"
    if [ "$(id -u)" = 0 ]; then as_root=
    elif has sudo; then as_root=sudo
    else die "Прав на установку нет. Попросите администратора выполнить: $run"
    fi
    if has apt-get; then
        $as_root apt-get update -q >&2
        run="env DEBIAN_FRONTEND=noninteractive $run --no-install-recommends"
    fi
    $as_root $run >&2 || die "Не установилось. Выполните сами: $run"
}

# The folder of PostgreSQL server programs, version 15 or newer; nothing when there is none.
postgres_folder() {
    local folder version
    { printf '%s\n' "${MAYAK_PG_BIN:-}"; tr : '\n' <<<"$PATH"; pg_config --bindir 2>/dev/null || true
      ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql* /usr/local/pgsql/bin \
          /opt/homebrew/opt/postgresql@*/bin 2>/dev/null | sort -Vr || true
    } | while read -r folder; do
        [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] || continue
        version=$("$folder/postgres" --version | sed -E 's/^[^)]*\) ([0-9]+).*/\1/')
        if [ "$version" -ge 15 ] 2>/dev/null; then printf '%s\n' "$folder"; break; fi
    done
}

need_rust() {
    has cargo || die "Нужен Rust: установите его по https://rustup.rs и повторите."
    has cc || install "компилятор C (его просит сборка TLS)" build-essential gcc build-base base-devel
}

need_postgres() {
    [ -z "$(postgres_folder)" ] || return 0
    install "сервер PostgreSQL 15 или новее, в нём Маяк хранит данные" \
        postgresql postgresql-server postgresql16 postgresql
    [ -n "$(postgres_folder)" ] ||
        die "В пакетах системы PostgreSQL старше 15. Установите новее: https://www.postgresql.org/download/"
}

need_browser() {
    has chromedriver && { has chromium || has chromium-browser || has google-chrome; } && return
    install "Chromium с chromedriver для проверок в браузере" \
        "chromium chromium-driver" "chromium chromedriver" "chromium chromium-chromedriver" chromium
}

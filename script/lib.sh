# Shared by the scripts of this folder; sourced, not run. Plain sh: a bare machine may have no bash.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

missing='' # in words, for people
packages=''

# miss WHAT APT DNF APK PACMAN: notes what is missing and the packages that bring it.
miss() {
    missing="${missing:+$missing; }$1"
    if has apt-get; then packages="$packages $2"
    elif has dnf; then packages="$packages $3"
    elif has apk; then packages="$packages $4"
    elif has pacman; then packages="$packages $5"
    fi
}

# Says what is missing and why, and installs all of it at once.
install_missing() {
    [ -n "$missing" ] || return 0
    say "Нужно: $missing."
    refresh=
    if has apt-get; then
        refresh="apt-get update -q"
        run="apt-get install -y -q --no-install-recommends$packages"
    elif has dnf; then run="dnf install -y$packages"
    elif has apk; then run="apk add --update-cache$packages"
    elif has pacman; then run="pacman -S --noconfirm --needed$packages"
    else die "Эта система незнакома: установите это сами и повторите."
    fi
    as_root=
    if [ "$(id -u)" != 0 ]; then
        has sudo || die "Прав на установку нет. Попросите администратора выполнить: ${refresh:+$refresh; }$run"
        as_root=sudo
    fi
    say "Устанавливаем: $run"
    if [ -n "$refresh" ]; then
        $as_root $refresh >&2 || say "Список пакетов обновился не весь: пробуем с тем, что есть."
    fi
    $as_root env DEBIAN_FRONTEND=noninteractive $run >&2 || die "Не установилось. Выполните сами и повторите: $run"
    case $missing in *PostgreSQL*) refuse_old_postgres ;; esac
}

# The folder of PostgreSQL server programs, version 15 or newer; nothing when there is none.
postgres_folder() {
    { printf '%s\n' "${MAYAK_PG_BIN:-}"
      printf '%s\n' "$PATH" | tr : '\n'
      pg_config --bindir 2>/dev/null || true
      ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql* /usr/local/pgsql/bin \
          /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin 2>/dev/null | sort -Vr
    } | while read -r folder; do
        [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] || continue
        version=$("$folder/postgres" --version | sed -E 's/^[^)]*\) ([0-9]+).*/\1/')
        if [ "$version" -ge 15 ] 2>/dev/null; then printf '%s\n' "$folder"; break; fi
    done
}

# What the system's packages brought may be too old.
refuse_old_postgres() {
    [ -n "$(postgres_folder)" ] ||
        die "В пакетах системы PostgreSQL старше 15. Установите новее: https://www.postgresql.org/download/"
}

need_rust() {
    has cargo || die "Нужен Rust: установите его по https://rustup.rs и повторите."
    has cc || miss "компилятор C (его просит сборка TLS)" "gcc libc6-dev" gcc "gcc musl-dev" gcc
}

# Alpine keeps Russian sorting in a package of its own.
need_postgres() {
    [ -n "$(postgres_folder)" ] || miss "сервер PostgreSQL 15 или новее (в нём Маяк хранит данные)" \
        postgresql postgresql-server "postgresql icu-data-full" postgresql
}

need_browser() {
    has chromedriver && { has chromium || has chromium-browser || has google-chrome; } ||
        miss "Chromium с chromedriver (для проверок в браузере)" \
            "chromium chromium-driver" "chromium chromedriver" "chromium chromium-chromedriver" chromium
}

#!/usr/bin/env bash
# Throw-away database servers out of installed binaries, each in a folder of its own.
#
#   own.sh start postgres FOLDER    starts one and prints its URL
#   own.sh stop postgres FOLDER     stops it; the folder is the caller's to remove
#
# The same with mysql (MariaDB or MySQL). tests/run sources this file instead.

# The first of these programs that is installed, in the PATH or where systems hide it. Newest first.
tool() {
    local name found
    for name in "$@"; do
        found=$(command -v "$name" || printf '%s\n' \
            /usr/lib/postgresql/*/bin/"$name" /usr/pgsql-*/bin/"$name" \
            /usr/sbin/"$name" /usr/libexec/"$name" \
            /opt/homebrew/opt/*/bin/"$name" /usr/local/opt/*/bin/"$name" |
            sort -rV | while read -r path; do [ -x "$path" ] && echo "$path" && break; done)
        [ -n "$found" ] && echo "$found" && return
    done
    return 1
}

# A port of 127.0.0.1 where nobody answers. Whoever takes it first has it: starting may fail.
free_port() {
    local port
    while port=$((20000 + RANDOM % 12000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

# PostgreSQL refuses to run as root.
as_server_user() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v runuser >/dev/null; then
        runuser -u "$(server_user)" -- "$@"
    else
        sudo -n -u "$(server_user)" -- "$@"
    fi
}
server_user() {
    id -un postgres 2>/dev/null || echo nobody
}

start_postgres() {
    local folder=$1 bin port settings
    bin=$(dirname "$(tool initdb)") && [ -x "$bin/pg_ctl" ] || return 1
    mkdir -p "$folder" && chmod 755 "$folder" || return 1
    if [ "$(id -u)" -eq 0 ]; then chown "$(server_user)" "$folder" || return 1; fi
    cd "$folder" || return 1 # initdb wants a folder that its user may enter
    as_server_user "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync \
        >"$folder/initdb.log" 2>&1 || return 1
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        settings="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
        settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        if as_server_user "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 -o "$settings" start \
            >"$folder/start.log" 2>&1; then
            echo "postgres://postgres@127.0.0.1:$port/postgres"
            return
        fi
    done
    return 1
}

stop_postgres() {
    [ -e "$1/data/postmaster.pid" ] || return 0
    (cd "$1" && as_server_user "$(dirname "$(tool initdb)")/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null)
}

start_mysql() {
    local folder=$1 server install port url
    server=$(tool mariadbd mysqld) || return 1
    local common=(--no-defaults "--datadir=$folder/data" --innodb-log-file-size=16M)
    common+=(--innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0)
    if [ "$(id -u)" -eq 0 ]; then common+=(--user=root); fi
    mkdir -p "$folder" || return 1
    if install=$(tool mariadb-install-db mysql_install_db); then
        "$install" "${common[@]}" --auth-root-authentication-method=normal --skip-test-db
    else
        "$server" "${common[@]}" --initialize-insecure
    fi >"$folder/install.log" 2>&1 || return 1
    printf '%s\n' "CREATE USER IF NOT EXISTS root@'127.0.0.1';" \
        "GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;" >"$folder/init.sql"
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        url=mysql://root@127.0.0.1:$port/mysql
        "$server" "${common[@]}" --port="$port" --bind-address=127.0.0.1 --skip-name-resolve \
            --socket="$folder/socket" --pid-file="$folder/pid" --init-file="$folder/init.sql" \
            --skip-log-bin --loose-mysqlx=OFF --max-connections=300 --innodb-buffer-pool-size=64M \
            --innodb-use-native-aio=OFF </dev/null >"$folder/server.log" 2>&1 &
        local pid=$!
        while kill -0 "$pid" 2>/dev/null; do
            # Until it listens on the port, nobody else's server is asked: the socket is ours.
            if [ -S "$folder/socket" ] && mysql_sql "$url" "SELECT 1" >/dev/null 2>&1; then
                echo "$url"
                return
            fi
            sleep 0.2
        done
    done
    return 1
}

stop_mysql() {
    local pid
    pid=$(cat "$1/pid" 2>/dev/null) || return 0
    kill -KILL "$pid" 2>/dev/null # its data is thrown away
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

# The programs that talk to servers.
postgres_client() {
    tool psql
}
mysql_client() {
    tool mariadb mysql
}

# Runs SQL on a server: postgres_sql URL SQL.
postgres_sql() {
    PGCONNECT_TIMEOUT=10 "$(postgres_client)" --no-psqlrc -qAtw -v ON_ERROR_STOP=1 -d "$1" -c "$2" </dev/null
}

# The same for mysql://user:password@host:port/database; the client knows no URLs.
mysql_sql() {
    local pattern='^mysql://(([^:@/]*)(:([^@/]*))?@)?(\[[^]]*\]|[^:/?]*)(:([0-9]+))?'
    [[ $1 =~ $pattern ]] || return 1
    local host=${BASH_REMATCH[5]} port=${BASH_REMATCH[7]:-3306} user password
    user=$(percent_decoded "${BASH_REMATCH[2]}")
    password=$(percent_decoded "${BASH_REMATCH[4]}")
    MYSQL_PWD=$password "$(mysql_client)" --no-defaults --protocol=tcp --connect-timeout=10 \
        -h "${host//[\[\]]/}" -P "$port" -u "$user" -NB -e "$2" </dev/null
}
percent_decoded() {
    printf '%b' "${1//%/\\x}"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case "${1:-} ${2:-}" in
    "start postgres" | "start mysql" | "stop postgres" | "stop mysql") "$1_$2" "$3" ;;
    *) echo "own.sh start|stop postgres|mysql FOLDER" >&2 && exit 2 ;;
    esac
fi

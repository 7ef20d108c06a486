# shellcheck shell=bash
# Gives the tests their database servers, and each run databases of its own there.
#
# A server is the one whose URL is given (ORM_TEST_POSTGRES, ORM_TEST_MYSQL); else one on the
# default port of 127.0.0.1 that lets us create a database; else one of our own, started from
# installed binaries and thrown away at the end; else the same after installing them.
# ORM_TEST_OWN_SERVERS=1 skips the default ports.
#
# The tests find their databases at ORM_TEST_POSTGRES and ORM_TEST_MYSQL. They may create more,
# named after these with `_…` behind: all are dropped at the end.

# One name for a run. The random part keeps machines apart that share a server.
run_name=orm_test_$$_$RANDOM
run_folder=
own_servers=()   # kinds of servers that we started
their_servers=() # KIND=URL of others on which we made databases

# A URL with another database's name.
with_database() {
    [[ $1 =~ ^([a-z]+://[^/?]*)(/[^?]*)?(\?.*)?$ ]] && echo "${BASH_REMATCH[1]}/$2${BASH_REMATCH[3]}"
}

create_postgres_database() {
    postgres_sql "$1" "CREATE DATABASE $run_name TEMPLATE template0 ENCODING 'UTF8'"
}
create_mysql_database() {
    mysql_sql "$1" "CREATE DATABASE $run_name CHARACTER SET utf8mb4"
}

# Drops the run's database and all that are named after it.
drop_postgres_databases() {
    local name
    postgres_sql "$1" "SELECT datname FROM pg_database WHERE datname = '$run_name'
        OR left(datname, length('${run_name}_')) = '${run_name}_'" | while read -r name; do
        postgres_sql "$1" "DROP DATABASE IF EXISTS \"$name\" WITH (FORCE)"
    done
}
drop_mysql_databases() {
    local name
    mysql_sql "$1" "SELECT schema_name FROM information_schema.schemata WHERE schema_name = '$run_name'
        OR left(schema_name, length('${run_name}_')) = '${run_name}_'" | while read -r name; do
        mysql_sql "$1" "SET lock_wait_timeout = 20; DROP DATABASE IF EXISTS \`$name\`"
    done
}

# Creates the run's database on this server and exports its URL.
use_server() {
    local kind=$1 variable=$2 url=$3
    "create_${kind}_database" "$url" || return 1
    export "$variable=$(with_database "$url" "$run_name")"
}

# Looks on the default port.
find_server() {
    local kind=$1 variable=$2 user url
    for user in "$(id -un)" postgres root; do
        case $kind in
        postgres) url=postgres://$user@127.0.0.1:5432/postgres ;;
        mysql) url=mysql://$user@127.0.0.1:3306/mysql ;;
        esac
        if use_server "$kind" "$variable" "$url" 2>/dev/null; then
            their_servers+=("$kind=$url")
            echo "$kind: found on its default port, as $user"
            return
        fi
    done
    return 1
}

# Starts one. It is stopped at the end also where its start was broken off.
own_server() {
    local kind=$1 variable=$2 url
    if [ -z "$run_folder" ]; then
        run_folder=$(mktemp -d "${TMPDIR:-/tmp}/orm-test.XXXXXX") && chmod 755 "$run_folder" || return 1
    fi
    own_servers+=("$kind")
    if ! url=$("start_$kind" "$run_folder/$kind") || ! use_server "$kind" "$variable" "$url"; then
        tail -n 5 "$run_folder/$kind"/*.log >&2 2>/dev/null
        return 1
    fi
    echo "$kind: a server of our own, ${url%/*}"
}

provide_server() {
    local kind=$1 variable=$2
    local given=${!variable:-}
    "${kind}_client" >/dev/null || return 1
    if [ -n "$given" ]; then
        # Where the URL names no database, the one that every server has.
        [[ $given =~ ://[^/]*/[^?] ]] || given=$(with_database "$given" "$kind")
        use_server "$kind" "$variable" "$given" || return 1
        their_servers+=("$kind=$given")
        echo "$kind: as $variable says"
    elif [ -z "${ORM_TEST_OWN_SERVERS:-}" ] && find_server "$kind" "$variable"; then
        :
    else
        own_server "$kind" "$variable"
    fi
}

# A server of each kind, or what to do about it.
provide_servers() {
    local all=0
    provide_or_tell postgres ORM_TEST_POSTGRES "PostgreSQL" postgresql || all=1
    provide_or_tell mysql ORM_TEST_MYSQL "MariaDB or MySQL" mariadb-server || all=1
    return $all
}
provide_or_tell() {
    local kind=$1 variable=$2 name=$3 package=$4
    provide_server "$kind" "$variable" && return
    if ! "${kind}_client" >/dev/null || [ -z "${!variable:-}" ]; then
        install_packages "$package" && provide_server "$kind" "$variable" && return
    fi
    if [ -n "${!variable:-}" ] && "${kind}_client" >/dev/null; then
        echo "The server that $variable names lets us create no database: unset it to have another found," >&2
    else
        echo "No $name server for the tests: install one and its client (apt-get install $package)," >&2
    fi
    echo "or export $variable=$kind://user:password@host/database of a user who may create databases." >&2
    return 1
}

# Undoes all of it.
release_servers() {
    local kind server
    for server in ${their_servers[@]+"${their_servers[@]}"}; do
        "drop_${server%%=*}_databases" "${server#*=}"
    done
    for kind in ${own_servers[@]+"${own_servers[@]}"}; do
        "stop_$kind" "$run_folder/$kind"
    done
    if [ -n "$run_folder" ]; then rm -rf "$run_folder"; fi
}

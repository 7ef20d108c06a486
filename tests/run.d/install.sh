# shellcheck shell=bash
# System packages: installs what is missing where it may, and says what to install where not.
#
# ORM_TEST_INSTALL=no installs nothing; ORM_TEST_INSTALL=print only prints the command.

# Installs Debian packages as root, or by sudo where it asks for no password.
install_packages() {
    local as_root=(env)
    local apt=(DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300)
    [ "${ORM_TEST_INSTALL:-}" = no ] && return 1
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n env)
    fi
    echo "Installing: ${as_root[*]} ${apt[*]} install --no-install-recommends $*"
    [ "${ORM_TEST_INSTALL:-}" = print ] && return 1
    "${as_root[@]}" "${apt[@]}" update >/dev/null || true # an old list may still do
    "${as_root[@]}" "${apt[@]}" install --no-install-recommends "$@" >/dev/null
}

# Whether Diesel's clients will find their C libraries, asked as their build scripts ask.
has_libpq() {
    [ -n "${PQ_LIB_DIR:-}" ] || pkg-config --exists libpq 2>/dev/null || links -lpq "-L$(pg_config --libdir 2>/dev/null)"
}
has_libmysqlclient() {
    [ -n "${MYSQLCLIENT_LIB_DIR:-}" ] || pkg-config --exists mysqlclient 2>/dev/null ||
        pkg-config --exists libmariadb 2>/dev/null || mysql_config --libs >/dev/null 2>&1
}
links() {
    echo 'int main(void) { return 0; }' | cc -x c - -o /dev/null "$@" 2>/dev/null
}

# The C libraries that the tests' features `postgres` and `mysql` link.
provide_libraries() {
    local missing=()
    has_libpq || missing+=(libpq-dev)
    has_libmysqlclient || missing+=(libmariadb-dev pkg-config)
    [ ${#missing[@]} -eq 0 ] && return
    install_packages "${missing[@]}" && has_libpq && has_libmysqlclient && return
    echo "C libraries of database clients are missing: ${missing[*]} (Debian's names)." >&2
    echo "Install them; the section \"Databases\" of README.md has other systems' names." >&2
    return 1
}

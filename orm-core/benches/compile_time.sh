#!/usr/bin/env bash
# Compile times: `cargo check` of N related models with 20 queries, with ours and with
# hand-written Diesel, and of querysets with 1 to 8 joins. Needs bash 5 and cargo.
#
#   orm-core/benches/compile_time.sh [ROUNDS] [SIZES]
#
# Dependencies are built before; a time is the median of ROUNDS (5), both sides in turn.
# SIZES are the numbers of models, "10 50"; "" leaves that comparison out.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${1:-5}
sizes=${2-10 50}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR="$work/target" CARGO_TERM_QUIET=true
diesel=$(sed -n 's/^diesel = { version = "\([^"]*\)".*/\1/p' "$root/Cargo.toml")

crate() { # NAME
    mkdir -p "$work/$1/src"
    cat > "$work/$1/Cargo.toml" <<TOML
[package]
name = "$1"
version = "0.0.0"
edition = "2024"
[dependencies]
orm-core = { path = "$root/orm-core" }
diesel = { version = "$diesel", default-features = false, features = ["sqlite", "returning_clauses_for_sqlite_3_35"] }
TOML
}

# The fields that both sides have, before the foreign key.
fields='    pub id: i32,
    pub name: String,
    pub note: Option<String>,
    pub count: i32,
    pub price: f64,
    pub active: bool,
    pub made: i64,'

our_models() { # N
    echo 'use orm_core::prelude::*;'
    for ((i = 0; i < $1; i++)); do
        many='' key=''
        ((i + 1 < $1)) && many=", has_many(nexts = M$((i + 1))::prev)"
        ((i > 0)) && key="    #[model(foreign_key = M$((i - 1)))]
    pub prev_id: i32,"
        printf '#[derive(Model, Debug, Clone)]\n#[model(table = "m%s"%s)]\npub struct M%s {\n%s\n%s\n}\n' \
            "$i" "$many" "$i" "$fields" "$key"
    done
}

our_queries() { # N
    echo 'use orm_core::prelude::*; use crate::models::*; use diesel::SqliteConnection;'
    for ((q = 0; q < 20; q++)); do
        i=$((1 + q * ($1 - 2) / 20))
        if ((q % 2)); then
            echo "pub fn q$q(conn: &mut SqliteConnection, text: &str) -> orm_core::Result<Vec<row!(M$i.prefetch_related(nexts))>> {
    queryset!(M$i.filter(name.startswith(text) && count > $q).order_by(-price, id).prefetch_related(nexts)[..20]).load(conn)
}"
        else
            echo "pub fn q$q(conn: &mut SqliteConnection, text: &str) -> orm_core::Result<Vec<row!(M$i.select_related(prev))>> {
    queryset!(M$i.filter(prev.name.contains(text) && count > $q).exclude(active == false).order_by(-price, id).select_related(prev)[..20]).load(conn)
}"
        fi
    done
}

diesel_models() { # N
    echo 'use diesel::prelude::*;'
    for ((i = 0; i < $1; i++)); do
        column='' key='' derive='' belongs=''
        if ((i > 0)); then
            column='prev_id -> Integer,' key='    pub prev_id: i32,' derive=', Associations'
            belongs="#[diesel(belongs_to(M$((i - 1)), foreign_key = prev_id))]"
        fi
        echo "diesel::table! { m$i (id) { id -> Integer, name -> Text, note -> Nullable<Text>, count -> Integer,
    price -> Double, active -> Bool, made -> BigInt, $column } }"
        # Only the pairs that are joined: the whole list at once costs N² impls.
        ((i > 0)) && echo "diesel::joinable!(m$i -> m$((i - 1)) (prev_id));
diesel::allow_tables_to_appear_in_same_query!(m$i, m$((i - 1)));"
        printf '#[derive(Queryable, Selectable, Identifiable, Insertable, AsChangeset%s, Debug, Clone)]\n#[diesel(table_name = m%s)]\n%s\npub struct M%s {\n%s\n%s\n}\n' \
            "$derive" "$i" "$belongs" "$i" "$fields" "$key"
    done
}

diesel_queries() { # N
    echo 'use diesel::prelude::*; use crate::models::*;'
    for ((q = 0; q < 20; q++)); do
        i=$((1 + q * ($1 - 2) / 20)) p=$((q * ($1 - 2) / 20)) n=$((2 + q * ($1 - 2) / 20))
        if ((q % 2)); then
            echo "pub fn q$q(conn: &mut SqliteConnection, text: &str) -> QueryResult<Vec<(M$i, Vec<M$n>)>> {
    let rows: Vec<M$i> = m$i::table.filter(m$i::name.like(format!(\"{text}%\")).and(m$i::count.gt($q)))
        .order_by((m$i::price.desc(), m$i::id)).limit(20).select(M$i::as_select()).load(conn)?;
    let nexts = M$n::belonging_to(&rows).select(M$n::as_select()).load(conn)?.grouped_by(&rows);
    Ok(rows.into_iter().zip(nexts).collect())
}"
        else
            echo "pub fn q$q(conn: &mut SqliteConnection, text: &str) -> QueryResult<Vec<(M$i, M$p)>> {
    m$i::table.inner_join(m$p::table)
        .filter(m$p::name.like(format!(\"%{text}%\")).and(m$i::count.gt($q))).filter(m$i::active.ne(false))
        .order_by((m$i::price.desc(), m$i::id)).limit(20).select((M$i::as_select(), M$p::as_select())).load(conn)
}"
        fi
    done
}

# A model with eight foreign keys.
star_model() {
    echo '#[derive(Model, Debug, Clone)]
pub struct Star {
    pub id: i32,
    pub count: i32,'
    for ((j = 0; j < 8; j++)); do
        echo "    #[model(foreign_key = M$j)]
    pub k${j}_id: i32,"
    done
    echo '}'
}

# Twenty querysets, each with so many joins, selected and filtered by: all in one path, or
# side by side.
joined() { # SHAPE JOINS
    echo 'use orm_core::prelude::*; use crate::models::*; use diesel::SqliteConnection;'
    local source paths='' conditions=''
    for ((j = 0; j < $2; j++)); do
        if [ "$1" = chain ]; then
            paths+="${paths:+.}prev" conditions="$paths.count > 1 && "
        else
            paths+="${paths:+, }k$j" conditions+="k$j.count > 1 && "
        fi
    done
    for ((q = 0; q < 20; q++)); do
        if [ "$1" = chain ]; then source="M$((q % 2 + 8))"; else source=Star; fi
        steps="filter(${conditions}count > $q)"
        (($2 > 0)) && steps+=".select_related($paths)"
        echo "pub fn q$q(conn: &mut SqliteConnection) -> orm_core::Result<usize> {
    Ok(queryset!($source.$steps).load(conn)?.len())
}"
    done
}

main() { # NAME
    printf 'pub mod models;\npub mod queries;\npub fn edited() -> i32 { 0 }\n' > "$work/$1/src/lib.rs"
}

crates=()
for n in $sizes; do
    for side in ours diesel; do
        name="${side}_$n"
        crates+=("$name")
        crate "$name" && main "$name"
    done
    our_models $n > "$work/ours_$n/src/models.rs"
    our_queries $n > "$work/ours_$n/src/queries.rs"
    diesel_models $n > "$work/diesel_$n/src/models.rs"
    diesel_queries $n > "$work/diesel_$n/src/queries.rs"
done
for shape in chain star; do
    for joins in 0 1 2 4 8; do
        name="${shape}_$joins"
        crates+=("$name")
        crate "$name" && main "$name"
        { our_models 10 && star_model; } > "$work/$name/src/models.rs"
        joined $shape $joins > "$work/$name/src/queries.rs"
    done
done
{
    echo '[workspace]'
    echo 'resolver = "3"'
    printf 'members = ['
    printf '"%s", ' "${crates[@]}"
    echo ']'
} > "$work/Cargo.toml"
cp "$root/Cargo.lock" "$work/" 2> /dev/null || true # The same dependencies as the rest
cd "$work"

echo "building dependencies…"
cargo check --workspace

# Milliseconds of a check: of the clock, or with a second word of the processor, which
# other work on the machine moves less.
check() { # NAME [U]
    local TIMEFORMAT="%3${2:-R}" took
    took=$({ time cargo check -p "$1"; } 2>&1)
    echo $((10#${took/[.,]/}))
}
clean() { cargo clean -p "$1" 2> /dev/null; }
touched() { touch "$1/src/lib.rs"; }
edited() { sed -i.bak "s/edited() -> i32 { [0-9]* }/edited() -> i32 { $RANDOM }/" "$1/src/lib.rs"; }
median() { sort -n | sed -n "$((rounds / 2 + 1))p"; }

[ -n "$sizes" ] && printf '\n%-10s %-12s %10s %10s %8s\n' models check 'ours, ms' 'Diesel, ms' ratio
for n in $sizes; do
    for change in clean touched edited; do
        : > ours.times
        : > diesel.times
        for ((round = 0; round < rounds; round++)); do
            for side in diesel ours; do
                $change "${side}_$n"
                check "${side}_$n" >> "$side.times"
            done
        done
        ours=$(median < ours.times) diesel_ms=$(median < diesel.times)
        ratio=$((ours * 100 / diesel_ms))
        printf '%-10s %-12s %10s %10s %5d.%02d\n' "$n" "$change" "$ours" "$diesel_ms" $((ratio / 100)) $((ratio % 100))
    done
done

printf '\n%-30s %16s %16s\n' '20 querysets, joins in each' 'chain, CPU ms' 'star, CPU ms'
for joins in 0 1 2 4 8; do
    printf '%-30s' "$joins"
    for shape in chain star; do
        : > ours.times
        for ((round = 0; round < rounds; round++)); do
            clean "${shape}_$joins"
            check "${shape}_$joins" U >> ours.times
        done
        printf ' %16s' "$(median < ours.times)"
    done
    echo
done

//! Every word of the two languages: what the parsers know, and the suggestions offer.

/// Steps of a queryset.
pub(crate) const STEPS: &[&str] = &[
    "filter",
    "exclude",
    "order_by",
    "order_by_name",
    "reverse",
    "distinct",
    "distinct_on",
    "dates",
    "datetimes",
    "boxed",
    "select_related",
    "prefetch_related",
    "only",
    "defer",
    "values",
    "values_list",
    "select",
    "annotate",
    "aggregate",
    "group_by",
    "union",
    "union_all",
    "intersect",
    "except",
    "for_update",
    "for_share",
    "nowait",
    "skip_locked",
    "for_tenant",
    "unscoped",
    "all",
    "update",
    "delete",
    "refresh",
    "hard_delete",
    "with_deleted",
    "only_deleted",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "defaults",
    "create_defaults",
];

/// Steps that look for a row by a unique key.
pub(crate) const GETS: &[&str] = &["get_or_create", "update_or_create"];

/// What stands behind them.
pub(crate) const DEFAULTS: &[&str] = &["defaults", "create_defaults"];

/// Steps that write rows which are there, one that is lent among them.
pub(crate) const ROW_WRITES: &[&str] = &["update", "set", "delete", "hard_delete", "refresh"];

/// Steps that write: nothing comes after them.
pub(crate) const WRITES: &[&str] = &[
    "update",
    "set",
    "delete",
    "hard_delete",
    "refresh",
    "create",
    "bulk_create",
    "bulk_update",
];

/// Steps that take another queryset.
pub(crate) const SETS: &[&str] = &["union", "union_all", "intersect", "except"];

/// What changes the links of a row: `book.tags.add(&tag)`.
pub(crate) const LINK_WRITES: &[&str] = &["add", "remove", "set", "clear"];

/// Steps of other ORMs, and what is written here instead.
pub(crate) const FOREIGN_STEPS: &[(&str, &str)] = &[
    ("objects", "a model's name is the queryset of all its rows"),
    ("where", "write `filter`"),
    (
        "find",
        "write `filter`, and `.get(&mut conn)` outside the macro",
    ),
    (
        "include",
        "write `select_related` (one JOIN) or `prefetch_related` (one batched query)",
    ),
    ("preload", "write `prefetch_related`"),
    (
        "on_conflict",
        "it stands behind `bulk_create(rows)`, where `.ignore()` or `.update(price, stock)` follows",
    ),
    ("joins", "write `select_related`"),
    ("inner_join", "write `select_related`"),
    ("left_join", "write `select_related`"),
    ("limit", "write a slice, `[..n]`"),
    ("offset", "write a slice, `[n..]`"),
    ("order", "write `order_by`"),
    ("into_boxed", "write `boxed::<Database>()`"),
    ("intersection", "write `intersect`"),
    ("difference", "write `except`"),
    ("minus", "write `except`"),
    ("sort_by", "write `order_by`"),
    ("order_by_desc", "write `order_by(-column)`"),
    (
        "eager_load",
        "write `select_related` (one JOIN) or `prefetch_related` (one batched query)",
    ),
    (
        "latest",
        "it is `.order_by(-column)`, and `.first(&mut conn)` outside the macro",
    ),
    (
        "earliest",
        "it is `.order_by(column)`, and `.first(&mut conn)` outside the macro",
    ),
    (
        "paginate",
        "write `.page(number, size, &mut conn)` outside the macro",
    ),
    ("select_for_update", "write `for_update()`"),
    (
        "unvalidated",
        "write it outside the macro: `queryset!(…create(…)).unvalidated()`",
    ),
];

/// What takes a connection: outside the macro.
pub(crate) const TERMINALS: &[&str] = &[
    "load",
    "get",
    "first",
    "last",
    "count",
    "exists",
    "iterator",
    "chunks",
    "in_bulk",
    "contains",
    "page",
    "page_after",
    "page_before",
    "explain",
    "explain_with",
    "run",
];

/// Lookups that take one value.
pub(crate) const VALUE_LOOKUPS: &[&str] = &[
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "iexact",
    "regex",
    "iregex",
    "in_",
    "same",
];

/// Lookups that take no value.
pub(crate) const NULL_LOOKUPS: &[&str] = &["is_null", "is_not_null"];

/// Parts of dates and times: expressions that can be compared.
pub(crate) const PARTS: &[&str] = &[
    "year",
    "iso_year",
    "quarter",
    "month",
    "week",
    "day",
    "day_of_year",
    "week_day",
    "hour",
    "minute",
    "second",
];

/// Starts of units of time.
pub(crate) const TRUNCATIONS: &[&str] = &[
    "trunc_year",
    "trunc_quarter",
    "trunc_month",
    "trunc_week",
    "trunc_day",
    "trunc_hour",
    "trunc_minute",
    "trunc_second",
];

/// Units whose starts `dates` gives.
pub(crate) const DATE_UNITS: &[&str] = &["year", "quarter", "month", "week", "day"];

/// Units whose starts `datetimes` gives.
pub(crate) const TIME_UNITS: &[&str] = &[
    "year", "quarter", "month", "week", "day", "hour", "minute", "second",
];

/// Later by so many units of time.
pub(crate) const PLUS_METHODS: &[&str] = &[
    "plus_years",
    "plus_quarters",
    "plus_months",
    "plus_weeks",
    "plus_days",
    "plus_hours",
    "plus_minutes",
    "plus_seconds",
];

/// Values out of JSON.
pub(crate) const JSON_METHODS: &[&str] =
    &["json", "json_text", "json_int", "json_float", "json_bool"];

/// Functions: the name, the least and the most arguments, and how it is called.
pub(crate) const FUNCTIONS: &[(&str, usize, usize, &str)] = &[
    ("lower", 1, 1, "lower(text)"),
    ("upper", 1, 1, "upper(text)"),
    ("length", 1, 1, "length(text)"),
    ("trim", 1, 1, "trim(text)"),
    ("ltrim", 1, 1, "ltrim(text)"),
    ("rtrim", 1, 1, "rtrim(text)"),
    ("substring", 2, 3, "substring(text, start, length)"),
    ("replace", 3, 3, "replace(text, from, to)"),
    ("left", 2, 2, "left(text, length)"),
    ("right", 2, 2, "right(text, length)"),
    ("position", 2, 2, "position(text, part)"),
    ("reverse", 1, 1, "reverse(text)"),
    ("repeat", 2, 2, "repeat(text, times)"),
    ("lpad", 3, 3, "lpad(text, length, fill)"),
    ("rpad", 3, 3, "rpad(text, length, fill)"),
    ("concat", 2, usize::MAX, "concat(a, \" \", b)"),
    ("abs", 1, 1, "abs(number)"),
    ("sign", 1, 1, "sign(number)"),
    ("floor", 1, 1, "floor(number)"),
    ("ceil", 1, 1, "ceil(number)"),
    ("round", 1, 2, "round(number, digits)"),
    ("modulo", 2, 2, "modulo(number, by)"),
    ("power", 2, 2, "power(number, exponent)"),
    ("sqrt", 1, 1, "sqrt(number)"),
    ("exp", 1, 1, "exp(number)"),
    ("ln", 1, 1, "ln(number)"),
    ("log10", 1, 1, "log10(number)"),
    ("coalesce", 2, usize::MAX, "coalesce(value, otherwise)"),
    ("nullif", 2, 2, "nullif(value, other)"),
    ("greatest", 2, usize::MAX, "greatest(a, b)"),
    ("least", 2, usize::MAX, "least(a, b)"),
    (
        "case",
        1,
        usize::MAX,
        "case(when(condition, value), otherwise(value))",
    ),
    ("cast", 2, 2, "cast(value, i64)"),
    ("now", 0, 0, "now()"),
    ("days_between", 2, 2, "days_between(from, to)"),
    ("seconds_between", 2, 2, "seconds_between(from, to)"),
    ("search", 2, 2, "search(text, \"words\")"),
    ("search_rank", 2, 2, "search_rank(text, \"words\")"),
    ("raw", 1, 1, "raw(expression)"),
    ("call", 2, usize::MAX, "call(Function, value)"),
];

/// A function.
pub(crate) fn function(name: &str) -> Option<&'static (&'static str, usize, usize, &'static str)> {
    FUNCTIONS.iter().find(|(known, ..)| *known == name)
}

/// Functions of other ORMs and databases, and what is written here instead.
pub(crate) const FOREIGN_FUNCTIONS: &[(&str, &str)] = &[
    ("ifnull", "`coalesce(value, otherwise)`"),
    ("isnull", "`is_null()` behind the value"),
    ("nvl", "`coalesce(value, otherwise)`"),
    ("substr", "`substring(text, start, length)`"),
    ("len", "`length(text)`"),
    ("char_length", "`length(text)`"),
    ("strpos", "`position(text, part)`"),
    ("instr", "`position(text, part)`"),
    ("btrim", "`trim(text)`"),
    ("ceiling", "`ceil(number)`"),
    ("pow", "`power(number, exponent)`"),
    ("log", "`ln(number)` or `log10(number)`"),
    ("extract", "the part behind the date: `date.year()`"),
    (
        "date_trunc",
        "the unit behind the date: `date.trunc_month()`",
    ),
    ("when", "`case(when(condition, value), otherwise(value))`"),
    (
        "otherwise",
        "`case(when(condition, value), otherwise(value))`",
    ),
    ("iff", "`case(when(condition, value), otherwise(value))`"),
];

/// Aggregates.
pub(crate) const AGGREGATES: &[&str] = &[
    "count",
    "count_distinct",
    "sum",
    "avg",
    "min",
    "max",
    "stddev",
    "stddev_pop",
    "variance",
    "variance_pop",
    "string_agg",
    "array_agg",
];

/// Window functions.
pub(crate) const WINDOWS: &[&str] = &[
    "row_number",
    "rank",
    "dense_rank",
    "percent_rank",
    "cume_dist",
    "ntile",
    "lag",
    "lead",
    "first_value",
    "last_value",
    "nth_value",
];

/// What takes a queryset.
pub(crate) const SUBQUERIES: &[&str] = &["exists", "subquery"];

/// Quantifiers.
pub(crate) const QUANTIFIERS: &[&str] = &["any", "all", "none"];

/// A condition on the row behind a to-one relation.
pub(crate) const MATCHES: &str = "matches";

/// Everything that can be called in a condition.
pub(crate) fn calls() -> Vec<&'static str> {
    [
        VALUE_LOOKUPS,
        NULL_LOOKUPS,
        PARTS,
        TRUNCATIONS,
        PLUS_METHODS,
        JSON_METHODS,
        QUANTIFIERS,
        &["between", "lookup", MATCHES],
    ]
    .concat()
}

/// Lookups of other ORMs, and what is written here instead.
pub(crate) const FOREIGN_LOOKUPS: &[(&str, &str)] = &[
    ("exact", "`==`"),
    ("eq", "`==`"),
    ("ne", "`!=`"),
    ("gt", "`>`"),
    ("gte", "`>=`"),
    ("ge", "`>=`"),
    ("lt", "`<`"),
    ("lte", "`<=`"),
    ("le", "`<=`"),
    ("isnull", "`is_null()`"),
    ("is_none", "`is_null()`"),
    ("is_some", "`is_not_null()`"),
    ("range", "`between(low, high)`"),
    ("eq_any", "`in_(…)`"),
    ("like", "`contains`, `startswith` or `endswith`"),
    ("ilike", "`icontains`, `istartswith` or `iendswith`"),
    ("starts_with", "`startswith`"),
    ("ends_with", "`endswith`"),
    ("exists", "`any()`"),
];

/// Keys of `#[model(…)]` on a field.
pub(crate) const FIELD_KEYS: &[&str] = &[
    "primary_key",
    "auto",
    "column",
    "foreign_key",
    "one_to_one",
    "relation",
    "on_delete",
    "unique",
    "index",
    "max_length",
    "not_blank",
    "default",
    "db_default",
    "auto_now",
    "auto_now_add",
    "generated",
    "version",
    "check",
    "sql_type",
];

/// Keys of `#[model(…)]` on the struct.
pub(crate) const STRUCT_KEYS: &[&str] = &[
    "table",
    "diesel_table",
    "has_many",
    "has_one",
    "foreign_key",
    "many_to_many",
    "primary_key",
    "unique",
    "index",
    "check",
    "ordering",
    "tenant",
    "version",
    "hooks",
    "default_scope",
    "soft_delete",
    "partial",
    "readonly",
    "new",
    "validate",
    "serialize",
    "no_accessors",
    "crate",
];

/// Events of `#[model(hooks(…))]`.
pub(crate) const HOOKS: &[&str] = &["insert", "update", "delete"];

/// Keys of `#[key(…)]`.
pub(crate) const KEY_KEYS: &[&str] = &["crate"];

/// Keys of `#[model(…)]` on a struct of input.
pub(crate) const INPUT_KEYS: &[&str] = &["for", "crate"];

/// Keys of `#[model(…)]` on a field of one.
pub(crate) const INPUT_FIELD_KEYS: &[&str] = &["field"];

/// Keys of `#[choice(…)]` on the enum.
pub(crate) const CHOICE_KEYS: &[&str] = &["rename_all", "integer", "postgres_enum", "crate"];

/// Keys of `#[choice(…)]` on a variant.
pub(crate) const VARIANT_KEYS: &[&str] = &["rename", "label"];

/// What `rename_all` may say; serde's words.
pub(crate) const CASES: &[&str] = &[
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
    "camelCase",
    "PascalCase",
    "lowercase",
    "UPPERCASE",
];

/// What `on_delete` may say.
pub(crate) const ON_DELETE: &[&str] = &[
    "cascade",
    "restrict",
    "protect",
    "set_null",
    "set_default",
    "no_action",
];

/// Names that a relation may not have: a row's own methods use them.
pub(crate) const REFUSED_RELATIONS: &[&str] = &[
    "model", "models", "deref", "clone", "from", "into", "fmt", "eq", "ne", "self", "row", "data",
];

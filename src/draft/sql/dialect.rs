//! What the dialects of SQL call things.

use crate::report::Type;
use crate::reserved::is_reserved;

/// A dialect of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Postgres,
    Mysql,
    Sqlite,
}

/// All dialects.
pub const DIALECTS: [Dialect; 3] = [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite];

/// Bytes of a name that every dialect takes: PostgreSQL cuts longer ones in silence.
pub const LONGEST: usize = 63;

/// Characters up to which MySQL keeps a text in the row: 60 such columns fit into its 65,535 bytes.
const IN_THE_ROW: u32 = 255;

impl Dialect {
    pub fn id(self) -> &'static str {
        match self {
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Sqlite => "sqlite",
        }
    }

    /// What a store of this technology speaks.
    pub fn of(technology: Option<&str>) -> Dialect {
        match technology {
            Some("mysql") => Dialect::Mysql,
            _ => Dialect::Postgres,
        }
    }

    /// A name as it stands in a statement. It holds ASCII letters, digits and `_` only; a reserved word is quoted.
    pub fn name(self, name: &str) -> String {
        if !is_reserved(name) {
            return name.to_string();
        }
        match self {
            Dialect::Mysql => format!("`{name}`"),
            Dialect::Postgres | Dialect::Sqlite => format!("\"{name}\""),
        }
    }

    /// A text as a literal of one line.
    pub fn literal(self, text: &str) -> String {
        let text = crate::emit::plain::visible(text).replace('\'', "''");
        match self {
            Dialect::Mysql => format!("'{}'", text.replace('\\', "\\\\")),
            Dialect::Postgres | Dialect::Sqlite => format!("'{text}'"),
        }
    }

    /// The type of a column.
    pub fn column(self, of: &Type) -> String {
        match self {
            Dialect::Postgres => postgres(of),
            Dialect::Mysql => mysql(of),
            Dialect::Sqlite => sqlite(of).to_string(),
        }
    }

    /// The moment of the insert.
    pub fn now(self) -> &'static str {
        match self {
            Dialect::Postgres => "now()",
            Dialect::Mysql => "CURRENT_TIMESTAMP(6)",
            Dialect::Sqlite => "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
        }
    }

    /// What a column has to satisfy beyond its type; `name` is quoted where it must be.
    pub fn check(self, of: &Type, name: &str) -> Option<String> {
        let characters = match self {
            Dialect::Sqlite => "length",
            Dialect::Postgres | Dialect::Mysql => "char_length",
        };
        match of {
            Type::String { length } if self != Dialect::Mysql || *length > IN_THE_ROW => {
                Some(format!("{characters}({name}) <= {length}"))
            }
            Type::Enum { values } if !values.is_empty() => {
                let values: Vec<String> = values.iter().map(|value| self.literal(value)).collect();
                Some(format!("{name} IN ({})", values.join(", ")))
            }
            Type::Bool if self == Dialect::Sqlite => Some(format!("{name} IN (0, 1)")),
            Type::Json if self == Dialect::Sqlite => Some(format!("json_valid({name})")),
            Type::Uuid if self == Dialect::Sqlite => Some(format!("length({name}) = 36")),
            _ => None,
        }
    }

    /// Whether a B-tree over a column of this type answers anything.
    pub fn indexes(of: &Type) -> bool {
        !matches!(of, Type::Json | Type::Blob)
    }

    /// How a column stands in an index. MySQL indexes no more of a text than its beginning, and 3,072 bytes of a key
    /// in all; `columns` is how many the index has.
    pub fn indexed(self, of: &Type, name: &str, columns: usize) -> String {
        const KEY_BYTES: usize = 3072;
        const CHARACTER_BYTES: usize = 4;
        let most = KEY_BYTES / CHARACTER_BYTES / columns.max(1);
        match of {
            Type::Text | Type::Url | Type::Bytes | Type::Blob | Type::Json | Type::Reference
                if self == Dialect::Mysql =>
            {
                format!("{name}({})", most.min(191))
            }
            Type::String { length } if self == Dialect::Mysql && (*length > IN_THE_ROW || *length as usize > most) => {
                format!("{name}({})", most.min(191))
            }
            _ => name.to_string(),
        }
    }

    /// A value of this type for a query that is only explained.
    pub fn sample(self, of: &Type) -> String {
        match of {
            Type::Bool if self != Dialect::Sqlite => "true".to_string(),
            Type::Bool | Type::Int | Type::Long | Type::Id | Type::Float | Type::Decimal { .. } | Type::Money => {
                "1".to_string()
            }
            Type::Uuid if self == Dialect::Mysql => "x'00000000000040008000000000000001'".to_string(),
            Type::Uuid => "'00000000-0000-4000-8000-000000000001'".to_string(),
            Type::Date => "'2026-01-01'".to_string(),
            Type::Timestamp if self == Dialect::Mysql => "'2026-01-01 00:00:00'".to_string(),
            Type::Timestamp => "'2026-01-01T00:00:00Z'".to_string(),
            Type::Json => "'{}'".to_string(),
            Type::Bytes | Type::Blob if self == Dialect::Postgres => "'\\x00'".to_string(),
            Type::Bytes | Type::Blob => "x'00'".to_string(),
            Type::Enum { values } => self.literal(values.first().map_or("a", String::as_str)),
            Type::String { .. } | Type::Text | Type::Url | Type::Reference => "'a'".to_string(),
        }
    }
}

fn postgres(of: &Type) -> String {
    match of {
        Type::Bool => "boolean",
        Type::Int => "integer",
        Type::Long | Type::Id => "bigint",
        Type::Float => "double precision",
        Type::Decimal { precision, scale } => {
            return format!("numeric({}, {})", precision.min(&1000), scale.min(&1000));
        }
        Type::Money => "numeric(19, 4)",
        Type::Uuid => "uuid",
        Type::Date => "date",
        Type::Timestamp => "timestamptz",
        Type::Json => "jsonb",
        Type::Bytes | Type::Blob => "bytea",
        Type::Text | Type::String { .. } | Type::Url | Type::Enum { .. } | Type::Reference => "text",
    }
    .to_string()
}

fn mysql(of: &Type) -> String {
    match of {
        Type::Bool => "BOOLEAN",
        Type::Int => "INT",
        Type::Long | Type::Id => "BIGINT",
        Type::Float => "DOUBLE",
        Type::Decimal { precision, scale } => {
            let (precision, scale) = (precision.min(&65), scale.min(&30));
            return format!("DECIMAL({precision}, {})", scale.min(precision));
        }
        Type::Money => "DECIMAL(19, 4)",
        Type::Uuid => "BINARY(16)",
        Type::Date => "DATE",
        Type::Timestamp => "DATETIME(6)",
        Type::Json => "JSON",
        Type::Bytes => "MEDIUMBLOB",
        Type::Blob => "LONGBLOB",
        Type::String { length } if *length <= IN_THE_ROW => return format!("VARCHAR({length})"),
        Type::Enum { values }
            if !values.is_empty() && values.iter().all(|value| value.len() <= IN_THE_ROW as usize) =>
        {
            let longest = values.iter().map(|value| value.chars().count()).max().unwrap_or(1);
            return format!("VARCHAR({longest})");
        }
        Type::Text | Type::String { .. } | Type::Url | Type::Enum { .. } | Type::Reference => "MEDIUMTEXT",
    }
    .to_string()
}

/// The types of a STRICT table.
fn sqlite(of: &Type) -> &'static str {
    match of {
        Type::Bool | Type::Int | Type::Long | Type::Id | Type::Decimal { .. } | Type::Money => "INTEGER",
        Type::Float => "REAL",
        Type::Bytes | Type::Blob => "BLOB",
        Type::Uuid | Type::Date | Type::Timestamp | Type::Json | Type::Text | Type::Url => "TEXT",
        Type::String { .. } | Type::Enum { .. } | Type::Reference => "TEXT",
    }
}

//! What the keys of `emulator.json` are, and where they go.

use super::{
    ActionRule, Change, ClientToken, Condition, Creation, CreationAnswer, Detail, Each, Empty, EmulatorFile,
    FilterName, IdRule, Key, Listing, Mapped, Order, OrderField, Otherwise, PageAnswer, Parent, Quota, Resource,
    StatusChange, StatusRule, Unique, ValueRule, Within,
};
use crate::spec::keys::{Keys, ReadObject};

impl ReadObject for EmulatorFile {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            schema: keys.optional("$schema").map(|schema| schema.value),
            description: keys.required("description"),
            client_token: keys.object("clientToken"),
            resources: keys.required_list("resources"),
            actions: keys.required_list("actions"),
        }
    }
}

impl ReadObject for ClientToken {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            parameter: keys.required("parameter"),
            conflict: keys.required("conflict"),
        }
    }
}

impl ReadObject for Resource {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            name: keys.required("name"),
            id: keys.object("id"),
            status: keys.object("status"),
            parents: keys.list("parents").unwrap_or_default(),
            one_of: keys.scalars("oneOf"),
            unique: keys.list("unique").unwrap_or_default(),
            quotas: keys.list("quotas").unwrap_or_default(),
            created: keys.list("created").unwrap_or_default(),
            shown: keys.list("shown").unwrap_or_default(),
        }
    }
}

impl ReadObject for IdRule {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            member: keys.required("member"),
            kind: keys.optional("kind"),
            prefix: keys.optional("prefix"),
            length: keys.optional("length"),
            minimum: keys.optional("minimum"),
            maximum: keys.optional("maximum"),
        }
    }
}

impl ReadObject for StatusRule {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            member: keys.required("member"),
            initial: keys.required("initial"),
            changes: keys.list("changes").unwrap_or_default(),
        }
    }
}

impl ReadObject for StatusChange {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            from: keys.required("from"),
            to: keys.required("to"),
            after_reads: keys.optional("afterReads"),
            after_seconds: keys.optional("afterSeconds"),
        }
    }
}

impl ReadObject for Parent {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            resource: keys.required("resource"),
            members: keys.required_scalars("members"),
            missing: keys.optional("missing"),
            states: keys.scalars("states"),
            wrong_state: keys.optional("wrongState"),
            deletion: keys.required("deletion"),
            in_use: keys.optional("inUse"),
        }
    }
}

impl ReadObject for Unique {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            members: keys.required_scalars("members"),
            code: keys.required("code"),
        }
    }
}

impl ReadObject for Quota {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            most: keys.required("most"),
            within: keys.optional("within"),
            items: keys.optional("items"),
            code: keys.required("code"),
        }
    }
}

impl ReadObject for ValueRule {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            member: keys.required("member"),
            value: keys.optional("value"),
            parameter: keys.optional("parameter"),
            from: keys.optional("from"),
            parent: keys.optional("parent"),
            child: keys.optional("child"),
            creation: keys.optional("creation"),
            now: keys.flag("now"),
            count: keys.optional("count"),
            any: keys.optional("any"),
            children: keys.optional("children"),
            default: keys.optional("default"),
            map: keys.list("map").unwrap_or_default(),
        }
    }
}

impl ReadObject for Mapped {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            of: keys.required("of"),
            to: keys.required("to"),
        }
    }
}

impl ReadObject for ActionRule {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            name: keys.required("name"),
            creates: keys.list("creates").unwrap_or_default(),
            modifies: keys.list("modifies").unwrap_or_default(),
            deletes: keys.list("deletes").unwrap_or_default(),
            lists: keys.list("lists").unwrap_or_default(),
            details: keys.object("details"),
            ignores: keys.scalars("ignores"),
        }
    }
}

impl ReadObject for Creation {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            resource: keys.required("resource"),
            stores: keys.scalars("stores"),
            within: keys.object("within"),
            each: keys.object("each"),
            replaces: keys.scalars("replaces"),
            sets: keys.list("sets").unwrap_or_default(),
            answers: keys.object("answers"),
        }
    }
}

impl ReadObject for Each {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            parameter: keys.required("parameter"),
            member: keys.optional("member"),
        }
    }
}

impl ReadObject for CreationAnswer {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            member: keys.required("member"),
            from: keys.optional("from"),
        }
    }
}

impl ReadObject for Change {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            resource: keys.required("resource"),
            by: keys.required_list("by"),
            first_only: keys.flag("firstOnly"),
            within: keys.object("within"),
            any: keys.flag("any"),
            states: keys.scalars("states"),
            sets: keys.scalars("sets"),
            values: keys.list("values").unwrap_or_default(),
            force: keys.optional("force"),
            missing: keys.object("missing"),
            wrong_state: keys.object("wrongState"),
            in_use: keys.object("inUse"),
            done: keys.optional("done"),
        }
    }
}

impl ReadObject for Otherwise {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            code: keys.optional("code"),
            output: keys.optional("output"),
        }
    }
}

impl ReadObject for Key {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            parameter: keys.required("parameter"),
            member: keys.optional("member"),
        }
    }
}

impl ReadObject for Listing {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            resource: keys.required("resource"),
            items: keys.required_scalars("items"),
            from: keys.optional("from"),
            within: keys.object("within"),
            total: keys.optional("total"),
            offset: keys.optional("offset"),
            limit: keys.optional("limit"),
            page: keys.optional("page"),
            first_page: keys.optional("firstPage"),
            token: keys.optional("token"),
            answers: keys.list("answers").unwrap_or_default(),
            empty: keys.object("empty"),
            conditions: keys.list("conditions").unwrap_or_default(),
            order: keys.object("order"),
            shows: keys.list("shows").unwrap_or_default(),
        }
    }
}

impl ReadObject for Condition {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            parameter: keys.optional("parameter"),
            member: keys.optional("member"),
            ignoring: keys.optional("ignoring"),
            must_exist: keys.optional("mustExist"),
            contained: keys.scalars("contained"),
            exact: keys.optional("exact"),
            minimum: keys.optional("minimum"),
            maximum: keys.optional("maximum"),
            unless: keys.optional("unless"),
            absent: keys.optional("absent"),
            filters: keys.optional("filters"),
            names: keys.list("names").unwrap_or_default(),
            item: keys.list("item").unwrap_or_default(),
            equals: keys.optional("equals"),
        }
    }
}

impl ReadObject for FilterName {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            name: keys.required("name"),
            member: keys.optional("member"),
        }
    }
}

impl ReadObject for Order {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            by: keys.required("by"),
            direction: keys.optional("direction"),
            fields: keys.required_list("fields"),
        }
    }
}

impl ReadObject for OrderField {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            name: keys.required("name"),
            member: keys.required("member"),
        }
    }
}

impl ReadObject for Detail {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            resource: keys.required("resource"),
            by: keys.required_list("by"),
            first_only: keys.flag("firstOnly"),
            within: keys.object("within"),
            output: keys.optional("output"),
            missing: keys.optional("missing"),
            shows: keys.list("shows").unwrap_or_default(),
        }
    }
}

impl ReadObject for Within {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            resource: keys.required("resource"),
            by: keys.required_list("by"),
            missing: keys.optional("missing"),
        }
    }
}

impl ReadObject for PageAnswer {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            member: keys.required("member"),
            fact: keys.required("fact"),
        }
    }
}

impl ReadObject for Empty {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            code: keys.required("code"),
            unless: keys.optional("unless"),
            equals: keys.optional("equals"),
        }
    }
}

//! Requests and replies made from the list of endpoints and their fields (`tests/fixtures/rest-api.json`).

use serde_json::{Map, Value, json};

/// An endpoint as the list has it.
#[derive(Debug, serde::Deserialize)]
pub struct Listed {
    pub path: String,
    pub zh: String,
    pub request: Vec<Field>,
    pub response: Vec<Field>,
    pub limits: Limits,
    pub go_method: Option<Vec<String>>,
    #[serde(default)]
    pub legacy_names: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, serde::Deserialize)]
pub struct Limits {
    pub per_second: Option<u32>,
    pub notes: String,
}

/// A field; `a[].b` is `b` in each element of the list `a`.
#[derive(Debug, serde::Deserialize)]
pub struct Field {
    pub field: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub required: Option<bool>,
}

impl Field {
    /// The steps to it.
    pub fn steps(&self) -> Vec<&str> {
        self.field.split('.').map(|step| step.trim_end_matches("[]")).collect()
    }

    pub fn name(&self) -> &str {
        self.steps().last().copied().unwrap()
    }
}

/// All of them.
pub fn listed() -> Vec<Listed> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rest-api.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// An object with every field.
pub fn full(fields: &[Field]) -> Value {
    object(fields, "", &|_| true)
}

/// An object with the required fields only.
pub fn minimal(fields: &[Field]) -> Value {
    object(fields, "", &|field| field.required == Some(true))
}

fn object(fields: &[Field], inside: &str, wanted: &dyn Fn(&Field) -> bool) -> Value {
    let mut map = Map::new();
    for field in fields.iter().filter(|field| wanted(field)) {
        let own = field.field.strip_prefix(inside).filter(|own| !own.contains('.'));
        if let Some(name) = own {
            map.insert(name.to_owned(), value(field, fields, wanted));
        }
    }
    Value::Object(map)
}

fn value(field: &Field, fields: &[Field], wanted: &dyn Fn(&Field) -> bool) -> Value {
    let below = |mark: &str| format!("{}{mark}.", field.field);
    match (field.kind.as_str(), field.name()) {
        ("string", _) => json!("some text"),
        ("integer", _) => json!(7),
        ("boolean", _) => json!(true),
        ("array<integer>", _) => json!([1, 33]),
        ("array<TIMMsgElement>", _) | ("any", "MsgBody") => {
            json!([{"MsgType": "TIMTextElem", "MsgContent": {"Text": "hello"}}, {"MsgType": "TIMNewElem", "MsgContent": 1}])
        }
        ("array<string>" | "any", _) => json!(["one", "two"]),
        ("OfflinePushInfo", _) => push_info(),
        ("object", "IMStat" | "OfflineStat" | "ChannelStat" | "DeviceStat" | "ClickStat") => {
            json!({"PushStatus": 1, "ErrorCode": 0, "ErrorInfo": "", "EventTime": "now"})
        }
        ("object", "AttrNames" | "Attrs" | "AttrsOr" | "AttrsAnd" | "OnlinePushStat") => json!({"0": "city"}),
        ("object", "Condition") if !fields.iter().any(|other| other.field.starts_with(&below(""))) => {
            json!({"TagsOr": ["one"], "AttrsAnd": {"city": "Paris", "age": 7}})
        }
        ("object", _) => object(fields, &below(""), wanted),
        ("array<object>", _) => json!([object(fields, &below("[]"), wanted)]),
        (kind, _) => panic!("{}: {kind}", field.field),
    }
}

/// With the zeros that mean something.
fn push_info() -> Value {
    json!({
        "PushFlag": 0, "Title": "a", "Desc": "b", "Ext": "{}",
        "AndroidInfo": {
            "Sound": "a", "PushStyle": 0, "HuaWeiChannelID": "a", "XiaoMiChannelID": "a", "OPPOChannelID": "a",
            "OPPOCategory": "a", "GoogleChannelID": "a", "VIVOClassification": 0, "VIVOCategory": "a",
            "HuaWeiImportance": "LOW", "ExtAsHuaweiIntentParam": 0, "HuaWeiCategory": "a", "HuaWeiImage": "a",
            "HonorImage": "a", "HonorImportance": "LOW", "MeiZuNoticeMsgType": 0, "GoogleImage": "a",
        },
        "ApnsInfo": {
            "Sound": "a", "BadgeMode": 0, "Title": "a", "SubTitle": "a", "Image": "a", "MutableContent": 0,
            "InterruptionLevel": "active", "ContentAvailable": 0,
        },
    })
}

/// The value at these steps, lists entered at their first element.
pub fn at<'a>(json: &'a mut Value, steps: &[&str]) -> &'a mut Value {
    let mut here = json;
    for step in steps {
        if here.is_array() {
            here = &mut here[0];
        }
        here = here.get_mut(step).unwrap();
    }
    here
}

/// Takes away what is at these steps.
pub fn without(mut json: Value, steps: &[&str]) -> Value {
    let (name, outer) = steps.split_last().unwrap();
    let mut holder = at(&mut json, outer);
    if holder.is_array() {
        holder = &mut holder[0];
    }
    holder.as_object_mut().unwrap().remove(*name).unwrap();
    json
}

//! A stand-in for Tencent's REST interface: an HTTP server that believes nothing, answers what it is told to, and
//! remembers what it was asked.

use imhook::client::ClientBuilder;
use imhook::client::SecretString;
use imhook::model::SdkAppId;
use imhook::rest::Client;
use imhook::usersig::{self, Buffer, Signer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub const APP: u64 = 1_400_555_001;
pub const KEY: &str = "fixture-secret-key-0001";
/// Needs percent-encoding.
pub const ADMIN: &str = "@root#1+ü";

/// What it answers.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Status 200 and this.
    Json(Value),
    /// This status, and a text that is no JSON.
    Html(u16),
    /// Status 200 and this body.
    Text(&'static str),
    /// The other one, later.
    After(Duration, Box<Answer>),
    /// The connection is reset.
    Reset,
    /// The connection ends amid the body.
    Truncated,
    /// So many bytes of JSON.
    Long(usize),
    /// Sends the caller somewhere else.
    Redirect(String),
}

impl Answer {
    pub fn code(code: i64) -> Self {
        Self::Json(json!({ "ActionStatus": "FAIL", "ErrorCode": code, "ErrorInfo": "as told" }))
    }

    pub fn ok() -> Self {
        Self::Json(json!({ "ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "" }))
    }
}

/// What it was asked.
#[derive(Debug, Clone)]
pub struct Seen {
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub body: Vec<u8>,
    #[allow(dead_code, reason = "for tests/timing")]
    pub at: Instant,
}

impl Seen {
    pub fn usersig(&self) -> &str {
        &self.query["usersig"]
    }
}

#[derive(Debug, Default)]
struct State {
    /// By path: one after the other, and the last one again and again.
    answers: Mutex<HashMap<String, Vec<Answer>>>,
    seen: Mutex<Vec<Seen>>,
    /// Each `UserSig` that is taken for expired, and how many requests have to come with it before that is told.
    revoked: Mutex<HashMap<String, usize>>,
    /// What was wrong with requests.
    complaints: Mutex<Vec<String>>,
    connections: AtomicU32,
}

impl State {
    /// How many requests have come with this `UserSig`.
    fn with(&self, sig: &str) -> usize {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|seen| seen.query.get("usersig").is_some_and(|of| of == sig)).count()
    }
}

/// A running server; it ends when dropped.
pub struct Tencent {
    pub address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Drop for Tencent {
    fn drop(&mut self) {
        self.task.abort();
        let complaints = self.state.complaints.lock().unwrap();
        if !std::thread::panicking() {
            assert!(complaints.is_empty(), "{complaints:?}");
        }
    }
}

impl Tencent {
    pub async fn start() -> Self {
        Self::start_on("127.0.0.1:0").await
    }

    pub async fn start_on(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let (address, state) = (listener.local_addr().unwrap(), Arc::new(State::default()));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                shared.connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(connection(stream, shared.clone()));
            }
        });
        Self { address, state, task }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client of it that waits shortly and without rates.
    pub fn client(&self) -> ClientBuilder {
        client().host(self.url())
    }

    /// What a path is answered, one after the other; the last one again and again.
    pub fn answer(&self, path: &str, answers: impl IntoIterator<Item = Answer>) {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        self.state.answers.lock().unwrap().insert(path.to_owned(), answers);
    }

    /// What it was asked at this path, or everywhere.
    pub fn seen(&self, path: &str) -> Vec<Seen> {
        let seen = self.state.seen.lock().unwrap();
        seen.iter().filter(|seen| path.is_empty() || seen.path == path).cloned().collect()
    }

    /// Takes a `UserSig` for expired, and says so once `requests` requests have come with it.
    pub fn revoke(&self, usersig: &str, requests: usize) {
        self.state.revoked.lock().unwrap().insert(usersig.to_owned(), requests);
    }

    /// What was wrong with requests; then nothing is held against them at the end.
    #[allow(dead_code, reason = "for tests/timing")]
    pub fn take_complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.state.complaints.lock().unwrap())
    }

    pub fn connections(&self) -> u32 {
        self.state.connections.load(Ordering::Relaxed)
    }
}

/// A client of nobody yet, that waits shortly and without rates.
pub fn client() -> ClientBuilder {
    Client::builder(SdkAppId(APP), &SecretString::from(KEY.to_owned()), ADMIN)
        .backoff(Duration::from_millis(1), Duration::from_millis(3))
        .rate_limit(false)
}

async fn connection(stream: TcpStream, state: Arc<State>) {
    let mut stream = BufReader::new(stream);
    while let Some((head, body)) = request(&mut stream).await {
        let (seen, problem) = read(&head, body);
        let path = seen.path.clone();
        let sig = seen.query.get("usersig").cloned().unwrap_or_default();
        state.seen.lock().unwrap().push(seen);
        let revoked = state.revoked.lock().unwrap().get(&sig).copied();
        let answer = if let Some(requests) = revoked {
            while state.with(&sig) < requests {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Answer::code(70001)
        } else if let Some((code, complaint)) = problem {
            state.complaints.lock().unwrap().push(complaint);
            Answer::code(code)
        } else {
            let mut answers = state.answers.lock().unwrap();
            match answers.get_mut(&path) {
                Some(answers) if answers.len() > 1 => answers.pop().unwrap(),
                Some(answers) => answers[0].clone(),
                None => Answer::ok(),
            }
        };
        if !give(&mut stream, answer).await {
            return;
        }
    }
}

/// Head and body of the next request.
async fn request(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let length = header(&head, "content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some((head, body))
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
}

/// What was asked, and what is wrong with it: Tencent's code, and words for the test.
fn read(head: &str, body: Vec<u8>) -> (Seen, Option<(i64, String)>) {
    let line: Vec<_> = head.lines().next().unwrap().split(' ').collect();
    let (path, query) = line[1].split_once('?').unwrap_or((line[1], ""));
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let number = pairs.len();
    let query: BTreeMap<_, _> = pairs.into_iter().collect();
    let is = |name: &str, value: &str| query.get(name).is_some_and(|given| given == value);
    let sig = query.get("usersig").map_or("", String::as_str);
    let signer = Signer::new(APP, KEY).unwrap();
    let object = serde_json::from_slice::<Value>(&body).is_ok_and(|body| body.is_object());
    let problem = match () {
        () if line[0] != "POST" => Some((60002, line[0].to_owned())),
        () if !path.starts_with("/v4/") || path.matches('/').count() != 3 => Some((60009, path.to_owned())),
        () if number != 5 || query.len() != 5 => Some((60002, "not five parameters".to_owned())),
        () if !is("sdkappid", &APP.to_string()) => Some((60012, "sdkappid".to_owned())),
        () if !is("identifier", ADMIN) => Some((60010, "identifier".to_owned())),
        () if !is("contenttype", "json") => Some((60002, "contenttype".to_owned())),
        () if query.get("random").is_none_or(|random| random.parse::<u32>().is_err()) => {
            Some((60002, "random".to_owned()))
        }
        () if header(head, "content-type").as_deref() != Some("application/json") => {
            Some((60003, "Content-Type".to_owned()))
        }
        () if !object => Some((60003, "body".to_owned())),
        () => match signer.verify(ADMIN, sig, Buffer::Absent, usersig::now()) {
            Ok(_) => None,
            Err(error) => Some((error.code(), error.to_string())),
        },
    };
    let path = path.trim_start_matches('/').to_owned();
    (Seen { path, query, body, at: Instant::now() }, problem)
}

/// False when the connection is over.
async fn give(stream: &mut BufReader<TcpStream>, answer: Answer) -> bool {
    let response = |status: u16, more: &str, body: &str| {
        format!("HTTP/1.1 {status} Told\r\n{more}Content-Length: {}\r\n\r\n{body}", body.len())
    };
    let whole = !matches!(answer, Answer::Truncated);
    let text = match answer {
        Answer::Json(value) => response(200, "Content-Type: application/json\r\n", &value.to_string()),
        Answer::Html(status) => {
            response(status, "Content-Type: text/html\r\n", "<html><body>no</body></html>")
        }
        Answer::Text(text) => response(200, "", text),
        Answer::Redirect(to) => response(307, &format!("Location: {to}\r\n"), ""),
        Answer::Long(length) => response(200, "", &format!("{{\"x\":\"{}\"}}", "x".repeat(length))),
        Answer::Truncated => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ErrorCode\":0".to_owned(),
        Answer::After(time, answer) => {
            tokio::time::sleep(time).await;
            return Box::pin(give(stream, *answer)).await;
        }
        Answer::Reset => {
            let _ = stream.get_ref().set_zero_linger();
            return false;
        }
    };
    stream.write_all(text.as_bytes()).await.is_ok() && whole
}

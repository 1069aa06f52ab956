"""The contenders of bench-ingest that are written in Python. Each prints one
JSON object: seconds and CPU seconds of the work, without imports, and what it found."""

import hashlib
import json
import os
import resource
import sys
import time

CORES = int(os.environ["BENCH_CORES"])


class Watch:
    def __init__(self):
        self.start = self.last = self.now()
        self.stages = []

    @staticmethod
    def now():
        u = resource.getrusage(resource.RUSAGE_SELF)
        return time.perf_counter(), u.ru_utime + u.ru_stime

    def lap(self, name):
        t = self.now()
        self.stages.append({"name": name, "seconds": t[0] - self.last[0], "cpu": t[1] - self.last[1]})
        self.last = t

    def tell(self, answer):
        print(json.dumps({
            "seconds": self.last[0] - self.start[0], "cpu": self.last[1] - self.start[1],
            "stages": self.stages if len(self.stages) > 1 else [], "answer": {k: int(v) for k, v in answer.items()}}))


def hash_of(words):
    """The hash of the Go contenders."""
    h = hashlib.sha256("\n".join(sorted(words, key=str.encode)).encode()).digest()
    return int.from_bytes(h[:8], "big") >> 1


def duck(database=":memory:"):
    import duckdb

    c = duckdb.connect(database)
    c.execute(f"SET threads={CORES}")
    c.execute("SET preserve_insertion_order=false")
    return c


USER = {
    "id": "BIGINT", "id_str": "VARCHAR", "name": "VARCHAR", "screen_name": "VARCHAR", "location": "VARCHAR", "description": "VARCHAR", "url": "VARCHAR",
    "entities": "STRUCT(url STRUCT(urls STRUCT(expanded_url VARCHAR)[]))", "protected": "BOOLEAN", "verified": "BOOLEAN", "followers_count": "BIGINT",
    "friends_count": "BIGINT", "listed_count": "BIGINT", "favourites_count": "BIGINT", "statuses_count": "BIGINT", "created_at": "VARCHAR",
}
STATUS = """STRUCT(id_str VARCHAR, created_at VARCHAR, full_text VARCHAR, source VARCHAR, lang VARCHAR, in_reply_to_status_id_str VARCHAR, in_reply_to_user_id_str VARCHAR,
    entities STRUCT(hashtags STRUCT("text" VARCHAR)[], user_mentions STRUCT(id_str VARCHAR, screen_name VARCHAR)[], urls STRUCT(expanded_url VARCHAR)[]))"""


def columns(fields):
    return "{" + ", ".join(f"{k}: '{v}'" for k, v in fields.items()) + "}"


def json_table(path, fields=USER):
    return f"read_json('{path}', format='newline_delimited', maximum_object_size=67108864, columns={columns(fields)})"


EXPANDED = "coalesce(entities.url.urls[1].expanded_url, url, '')"
FIELDS = f"""id, id_str, name, screen_name, location, description, url, {EXPANDED} AS expanded, protected, verified, followers_count, friends_count, listed_count,
    favourites_count, statuses_count, created_at"""
SUMS = f"""count(*), sum(followers_count), sum(followers_count + friends_count + listed_count + favourites_count + statuses_count),
    sum(strlen(screen_name) + strlen(name) + strlen(location) + strlen(description) + strlen({EXPANDED})),
    sum(id >> 8), sum(strlen(id_str) + strlen(url)), sum(protected::INT + verified::INT), sum(strlen(created_at))"""


def users_sums(path):
    c = duck()
    w = Watch()
    r = c.execute(f"SELECT {SUMS} FROM {json_table(path)}").fetchone()
    w.lap("sums")
    w.tell({"records": r[0], "followers": r[1], "counts": r[2], "bytes of text": r[3]})


def users_table(path):
    c = duck()
    w = Watch()
    c.execute(f"CREATE TABLE users AS SELECT {FIELDS} FROM {json_table(path)}")
    w.lap("table")
    r = c.execute("SELECT count(*), sum(followers_count) FROM users").fetchone()
    handles = [x for (x,) in c.execute("SELECT screen_name FROM users").fetchall()]
    w.tell({"records": r[0], "followers": r[1], "hash of handles": hash_of(handles)})


IO = """tweetid userid user_display_name user_screen_name user_reported_location user_profile_description user_profile_url follower_count following_count
    account_creation_date account_language tweet_language tweet_text tweet_time tweet_client_name in_reply_to_userid in_reply_to_tweetid quoted_tweet_tweetid is_retweet
    retweet_userid retweet_tweetid latitude longitude quote_count reply_count like_count retweet_count hashtags urls user_mentions""".split()
IO_TYPES = {"tweetid": "BIGINT", "follower_count": "BIGINT", "following_count": "BIGINT"}
IO_KEPT = [x for x in IO if x not in ("user_display_name", "user_screen_name", "account_language", "latitude", "longitude", "quote_count", "reply_count", "like_count", "retweet_count")]


def csv_table_of(path, fields):
    return f"read_csv('{path}', header=true, delim=',', quote='\"', escape='\"', auto_detect=false, max_line_size=67108864, columns={columns(fields)})"


def io_table(path):
    return csv_table_of(path, {x: IO_TYPES.get(x, "VARCHAR") for x in IO})


def csv_sums(path):
    c = duck()
    w = Watch()
    sums = ", ".join(f"sum({x} >> 8)" if x in IO_TYPES else f"sum(strlen({x}))" for x in IO_KEPT)
    r = c.execute(f"SELECT count(*), {sums} FROM {io_table(path)}").fetchone()
    w.lap("sums")
    w.tell({"records": r[0], "bytes of tweets": r[1 + IO_KEPT.index("tweet_text")]})


def csv_table(path):
    c = duck()
    w = Watch()
    c.execute(f"CREATE TABLE tweets AS SELECT {', '.join(IO_KEPT)} FROM {io_table(path)}")
    w.lap("table")
    r = c.execute("SELECT count(*), sum(strlen(tweet_text)) FROM tweets").fetchone()
    w.tell({"records": r[0], "bytes of tweets": r[1]})


def whole_duckdb(users, again, follows, rows, handle):
    """rows gives the query of a file's users: a BIGINT id, followers_count, and what else is kept."""
    c = duck("bench.duckdb")
    w = Watch()
    c.execute(f"""CREATE TABLE users AS SELECT * EXCLUDE file, count(*) OVER (PARTITION BY id) AS times FROM (
        SELECT *, 1 AS file FROM ({rows(users)}) UNION ALL SELECT *, 2 AS file FROM ({rows(again)}))
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY file DESC) = 1""")
    w.lap("users")
    pairs = csv_table_of(follows, {"follower_id": "BIGINT", "followed_id": "BIGINT"})
    c.execute(f"CREATE TABLE follows AS SELECT follower_id, followed_id, count(*) AS times FROM {pairs} GROUP BY ALL")
    w.lap("follows")
    c.execute("""CREATE TABLE accounts AS SELECT row_number() OVER (ORDER BY id) - 1 AS number, id FROM (
        SELECT id FROM users UNION SELECT follower_id FROM follows UNION SELECT followed_id FROM follows)""")
    known, followers, again = c.execute("SELECT count(*), sum(followers_count), sum(times) - count(*) FROM users").fetchone()
    n, twice = c.execute("SELECT count(*) FILTER (follower_id <> followed_id), sum(times) - count(*) FROM follows").fetchone()  # adentro: nobody follows themselves
    accounts = c.execute("SELECT count(*) FROM accounts").fetchone()[0]
    c.execute("CHECKPOINT")
    w.lap("accounts")
    handles = [x for (x,) in c.execute(f"SELECT {handle} FROM users").fetchall()]
    w.tell({"accounts": accounts, "profiles": known, "followers": followers, "hash of handles": hash_of(handles), "follows": n, "duplicates": twice + again})


def end_to_end_duckdb(users, again, follows):
    whole_duckdb(users, again, follows, lambda path: f"SELECT {FIELDS} FROM {json_table(path)}", "screen_name")


def end_to_end_duckdb_tweets(users, again, follows):
    whole_duckdb(users, again, follows, lambda path: f"SELECT {FIELDS}, status FROM {json_table(path, USER | {'status': STATUS})}", "screen_name")


V2_USER = """STRUCT(id VARCHAR, username VARCHAR, name VARCHAR, description VARCHAR, location VARCHAR, url VARCHAR, created_at VARCHAR, protected BOOLEAN, verified BOOLEAN,
    entities STRUCT(url STRUCT(urls STRUCT(expanded_url VARCHAR)[])), public_metrics STRUCT(followers_count BIGINT, following_count BIGINT, tweet_count BIGINT, listed_count BIGINT))"""


def end_to_end_duckdb_v2(users, again, follows):
    rows = lambda path: f"""SELECT u.id::BIGINT AS id, u.username AS username, u.name AS name, u.description AS description, u.location AS location, coalesce(u.entities.url.urls[1].expanded_url, u.url, '') AS url,
        u.created_at AS created_at, u.protected AS protected, u.verified AS verified, unnest(u.public_metrics) FROM (SELECT unnest(data) AS u FROM {json_table(path, {"data": V2_USER + "[]"})})"""
    whole_duckdb(users, again, follows, rows, "username")


def whole_networkx(w, table, seen, follows, handle, followers):
    """table has each user once, with an id."""
    import networkx as nx
    import pandas as pd

    edges = pd.read_csv(follows)
    rows = len(edges)
    edges = edges.drop_duplicates()
    twice = rows - len(edges)
    edges = edges[edges["follower_id"] != edges["followed_id"]]
    graph = nx.from_pandas_edgelist(edges, "follower_id", "followed_id", create_using=nx.DiGraph)
    graph.add_nodes_from(table["id"])
    nx.set_node_attributes(graph, table.set_index("id").to_dict("index"))
    w.lap("follows")
    w.tell({"accounts": graph.number_of_nodes(), "profiles": len(table), "followers": table[followers].sum(), "hash of handles": hash_of(table[handle]), "follows": graph.number_of_edges(),
            "duplicates": twice + seen - len(table)})


def end_to_end_python(users, again, follows):
    import pandas as pd

    w = Watch()
    wanted = [k for k in USER if k != "entities"] + ["entities.url.urls"]
    tables = []
    for path in (users, again):
        with open(path, encoding="utf-8") as f:
            while batch := [json.loads(line) for _, line in zip(range(100), f)]:  # twarc-csv's batches
                tables.append(pd.json_normalize(batch).reindex(columns=wanted))
    table = pd.concat(tables)
    seen = len(table)
    table = table.drop_duplicates(subset="id_str", keep="last")
    table.to_csv("users.csv", index=False)
    w.lap("users")
    whole_networkx(w, table, seen, follows, "screen_name", "followers_count")


def end_to_end_twarc(users, again, follows):
    import pandas as pd

    w = Watch()
    tables = [to_csv(path, f"users-{i}.csv") for i, path in enumerate((users, again))]
    w.lap("csv")
    table = pd.concat(pd.read_csv(path, low_memory=False) for path in tables)
    seen = len(table)
    table = table.drop_duplicates(subset="id", keep="last")
    w.lap("users")
    whole_networkx(w, table, seen, follows, "username", "public_metrics.followers_count")


def to_csv(path, to):
    import logging

    import twarc_csv as t

    logging.disable()  # it finds fault with every page of users
    with open(path, encoding="utf-8") as i, open(to, "w", encoding="utf-8") as o:
        t.CSVConverter(i, o, converter=t.DataFrameConverter("users"), hide_progress=True).process()
    return to


def twarc_csv(path):
    w = Watch()
    to_csv(path, "users.csv")
    w.lap("csv")
    w.tell({})


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])

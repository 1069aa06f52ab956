package adentro

// A Follow is one edge: Follower follows Followed. It exists only because a
// list says so; that list and the rank in it are its origin.
type Follow struct {
	Follower int32 // index in Snapshot.Accounts
	Followed int32
	List     int32 // index in Snapshot.Lists; the first of the lists that show this edge
	Rank     int32 // 0-based position in that list, -1 where no order is known
}

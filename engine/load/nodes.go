package load

import "gopkg.in/yaml.v3"

// nodes lends the nodes of one file at a time: tens of thousands of small files
// would otherwise leave millions of them to the collector of garbage.
type nodes struct {
	chunks []*[chunkNodes]yaml.Node
	used   int
}

const (
	chunkNodes = 128
	keptChunks = 64 // the memory of one large file is given back
)

// reset takes all nodes back: whoever still holds one would see it change.
func (n *nodes) reset() {
	n.used = 0
	if len(n.chunks) > keptChunks {
		n.chunks = n.chunks[:keptChunks:keptChunks]
	}
}

// node lends a node with a place and nothing else. Its list of children has the
// room it had before.
func (n *nodes) node(kind yaml.Kind, line, col int) *yaml.Node {
	chunk := n.used / chunkNodes
	if chunk == len(n.chunks) {
		n.chunks = append(n.chunks, new([chunkNodes]yaml.Node))
	}
	node := &n.chunks[chunk][n.used%chunkNodes]
	n.used++
	*node = yaml.Node{Kind: kind, Line: line, Column: col, Content: node.Content[:0]}
	return node
}

// text lends a scalar that is text, whatever it looks like.
func (n *nodes) text(value string, line, col int) *yaml.Node {
	node := n.node(yaml.ScalarNode, line, col)
	node.Tag, node.Value = "!!str", value
	return node
}

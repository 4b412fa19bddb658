package schema

// At returns where the field of a post that holds on a channel is written: in
// its variant for the channel, else in that for the network, else in the post
// itself.
func (p Post) At(channel, network string, path ...string) Pos {
	if p.Object == nil {
		return Pos{}
	}
	return p.Object.At(p.Path(channel, network, path...)...)
}

// Path returns the path in the object of the field of a post that holds on a
// channel: the path itself, or below variants/<channel> or variants/<network>.
func (p Post) Path(channel, network string, path ...string) []string {
	if len(path) == 0 {
		return nil
	}
	for _, name := range []string{channel, network} {
		if holds(p.Variants[name], path) {
			return append([]string{"variants", name}, path...)
		}
	}
	return path
}

// holds reports whether fields decide on what a path names: maps merge, so the
// keys of a map count one by one; anything else replaces the whole.
func holds(fields map[string]any, path []string) bool {
	v, there := fields[path[0]]
	if sub, isMap := v.(map[string]any); isMap && len(path) > 1 {
		return holds(sub, path[1:])
	}
	return there
}

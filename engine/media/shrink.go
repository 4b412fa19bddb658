package media

import "image"

// shrunk returns m with fewer pixels, each the mean of those it replaces,
// weighed by how much of them it covers.
func shrunk(m image.Image, w, h int) image.Image {
	if b := m.Bounds(); w >= b.Dx() && h >= b.Dy() {
		return m
	}
	return remade(m, w, h, shrink)
}

// A span is the part of a row that becomes one pixel: the first and the last
// are covered in part. The weights of a span add up to the length of the row.
type span struct{ first, last, wFirst, wLast int }

// spans divides a row of n pixels into some parts. A pixel weighs as much as
// there are parts.
func spans(n, parts int) []span {
	list := make([]span, parts)
	whole := int64(parts)
	for i := range list {
		start, end := int64(i)*int64(n), int64(i+1)*int64(n)
		first, last := start/whole, (end-1)/whole
		s := span{first: int(first), last: int(last), wFirst: int(min(end, (first+1)*whole) - start)}
		if last > first {
			s.wLast = int(end - last*whole)
		}
		list[i] = s
	}
	return list
}

// shrink reads from row by row, so that it needs no memory but for one row of
// sums.
func shrink(to, from plane) {
	across, down := spans(from.w, to.w), spans(from.h, to.h)
	row, sums := make([]uint32, to.w*to.n), make([]uint64, to.w*to.n)
	read := -1
	for y, rows := range down {
		clear(sums)
		for fy := rows.first; fy <= rows.last; fy++ {
			if fy != read { // the last row of a part is often the first of the next
				shrinkRow(row, from, fy, across)
				read = fy
			}
			weight := to.h
			switch {
			case fy == rows.first:
				weight = rows.wFirst
			case fy == rows.last:
				weight = rows.wLast
			}
			for i, v := range row {
				sums[i] += uint64(v) * uint64(weight)
			}
		}
		whole := uint64(from.h) << 8
		out := to.pix[y*to.stride:][:to.w*to.n]
		for i, sum := range sums {
			out[i] = byte((sum + whole/2) / whole)
		}
	}
}

// shrinkRow writes the means of row y, times 256.
func shrinkRow(row []uint32, from plane, y int, across []span) {
	pix := from.pix[y*from.stride:][:from.w*from.n]
	whole, weight := uint64(from.w), uint64(len(across))
	for x, s := range across {
		for c := range from.n {
			sum := uint64(pix[s.first*from.n+c]) * uint64(s.wFirst)
			if s.last > s.first {
				inner := uint64(0)
				for i := (s.first+1)*from.n + c; i < s.last*from.n; i += from.n {
					inner += uint64(pix[i])
				}
				sum += inner*weight + uint64(pix[s.last*from.n+c])*uint64(s.wLast)
			}
			row[x*from.n+c] = uint32((sum<<8 + whole/2) / whole)
		}
	}
}

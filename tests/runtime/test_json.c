/* test_json.c: sg_judge.h and sg_json.h: the JSON methods of records, as users call them. */
#include "fixture.h"

TestSuite(json, .init = fixture_start, .fini = fixture_stop);

Test(json, a_record_goes_out_and_comes_back)
{
    run_python(
        "trade = Trade([Leg(1.5), Leg(2, quantity=-3)], note='\\u65e5\\n', any={'a': [None]})\n"
        "text = trade.to_json()\n"
        "equal(text.decode(), "
        "'{\"legs\":[{\"price\":1.5,\"quantity\":1},{\"price\":2.0,\"quantity\":-3}],'\n"
        "      '\"no \\\\\"te\\\\\"\":\"\\u65e5\\\\n\",\"any\":{\"a\":[null]}}')\n"
        "equal(text, json.dumps(trade.to_dict(), separators=(',', ':'), "
        "ensure_ascii=False).encode())\n"
        "equal(trade.to_dict(), json.loads(text))\n"
        "for data in text, text.decode(), bytearray(text), memoryview(text), "
        "memoryview(text[::-1])[::-1]:\n"
        "    equal(Trade.from_json(data), trade)\n"
        "equal(Trade.from_dict(trade.to_dict()), trade)\n");
}

Test(json, absent_keys_are_left_out)
{
    run_python("equal(Trade([]).to_json(), b'{\"legs\":[],\"any\":null}')\n"
               "equal(Trade.from_json('{\"legs\":[]}').note, ...)\n"
               "equal(Trade.from_dict({'legs': []}).to_dict(), {'legs': [], 'any': None})\n");
}

Test(json, to_dict_shares_nothing)
{
    run_python("trade = Trade([Leg(1.0)], any=[[]])\n"
               "trade.to_dict()['any'][0].append(1)\n"
               "trade.to_dict()['legs'].clear()\n"
               "equal(trade, Trade([Leg(1.0)], any=[[]]))\n"
               "given = {'legs': [], 'any': [[]]}\n"
               "Trade.from_dict(given).any[0].append(1)\n"
               "equal(given['any'], [[]])\n");
}

Test(json, arrays_and_lines)
{
    run_python(
        "legs = [Leg(1.0), Leg(2.0, 2)]\n"
        "array = Leg.to_json_array(iter(legs))\n"
        "equal(array, b'[{\"price\":1.0,\"quantity\":1},{\"price\":2.0,\"quantity\":2}]')\n"
        "equal(Leg.from_json_array(array), legs)\n"
        "equal((Leg.to_json_array([]), Leg.from_json_array(' [ ] ')), (b'[]', []))\n"
        "lines = Leg.to_json_lines(tuple(legs))\n"
        "equal(lines, b'{\"price\":1.0,\"quantity\":1}\\n{\"price\":2.0,\"quantity\":2}\\n')\n"
        "equal(Leg.from_json_lines(lines), legs)\n"
        "equal(Leg.from_json_lines(b'\\r\\n \\n' + lines.replace(b'\\n', b'\\r\\n\\t\\n') + b' '), "
        "legs)\n"
        "equal((Leg.to_json_lines([]), Leg.from_json_lines('')), (b'', []))\n"
        "many = [Leg(i / 7) for i in range(1000)]\n"
        "equal(Leg.from_json_array(Leg.to_json_array(many)), many)\n");
}

Test(json, subclasses_read_themselves_and_write_their_record)
{
    run_python("class Sub(Leg):\n"
               "    def __init__(self):\n"
               "        raise AssertionError\n"
               "text = '{\"price\":1}'\n"
               "subs = [Sub.from_json(text), Sub.from_dict({'price': 1}), "
               "*Sub.from_json_array(f'[{text}]'),\n"
               "        *Sub.from_json_lines(text)]\n"
               "equal([type(sub) for sub in subs], [Sub] * 4)\n"
               "equal(Leg.to_json_array(subs[:1]), b'[{\"price\":1.0,\"quantity\":1}]')\n");
}

Test(json, malformed_text_wins_over_wrong_values)
{
    run_python(
        "equal(raised(lambda: Trade.from_json('{\"legs\":5')),\n"
        "      'JSONDecodeError: unexpected end of text: line 1 column 10 (char 9)')\n"
        "equal(raised(lambda: Trade.from_json('')), 'JSONDecodeError: unexpected end of text: line "
        "1 column 1 (char 0)')\n"
        "equal(raised(lambda: Trade.from_json('{\"legs\":[]}\\n]')), 'JSONDecodeError: extra data: "
        "line 2 column 1 (char 12)')\n"
        "try:\n"
        "    Trade.from_json(b'{\"\\xff\"}')\n"
        "except json.JSONDecodeError as error:\n"
        "    equal((error.msg, error.pos, error.doc), ('invalid UTF-8', 2, '{\"\\ufffd\"}'))\n"
        "try:\n"
        "    Trade.from_json('{\"\\ud800\"}')\n"
        "except json.JSONDecodeError as error:\n"
        "    equal((error.msg, error.pos, error.doc), ('lone surrogate', 2, '{\"\\ud800\"}'))\n");
}

Test(json, wrong_values_have_path_offset_and_line)
{
    run_python(
        "def judged(call):\n"
        "    try:\n"
        "        call()\n"
        "    except ValidationError as error:\n"
        "        return error.message, error.path, error.offset, error.lineno\n"
        "equal(judged(lambda: Trade.from_json('{\"legs\":[\\n{\"price\":\"x\"}]}')),\n"
        "      ('expected float, got str', '$.legs[0].price', 19, 2))\n"
        "equal(judged(lambda: Trade.from_json('5')), ('expected Trade, got int', '$', 0, 1))\n"
        "equal(judged(lambda: Trade.from_json('{\"legs\":[5]}')), ('expected Leg, got int', "
        "'$.legs[0]', 9, 1))\n"
        "equal(judged(lambda: Trade.from_json(' {} ')), (\"missing field 'legs'\", '$', 2, 1))\n"
        "equal(judged(lambda: Trade.from_json('{\"legs\":[],\"legs\":5}')), (\"field 'legs' "
        "appears twice\", '$.legs', 11, 1))\n"
        "equal(judged(lambda: Trade.from_json('{\"no \\\\\"te\\\\\"\":5}')), ('expected str | ..., "
        "got int', '$[\\'no \"te\"\\']', 13, 1))\n"
        "equal(judged(lambda: Leg.from_json('{\"price\":1,\"quantity\":2147483648}')),\n"
        "      ('2147483648 is out of range for int32', '$.quantity', 22, 1))\n"
        "equal(judged(lambda: Leg.from_json_array('[{\"price\":1},{}]')), (\"missing field "
        "'price'\", '$[1]', 14, 1))\n"
        "equal(judged(lambda: Leg.from_json_array('{}')), ('expected list, got dict', '$', 0, 1))\n"
        "equal(judged(lambda: Leg.from_json_lines('{\"price\":1}\\n\\n{\"price\":true}')),\n"
        "      ('expected float, got bool', '$[1].price', 9, 3))\n"
        "equal(judged(lambda: Trade.from_dict({'legs': [{'price': 'x'}]})),\n"
        "      ('expected float, got str', '$.legs[0].price', None, None))\n"
        "equal(judged(lambda: Trade.from_dict({5: 1})), ('expected str as key, got int', '$', "
        "None, None))\n"
        "equal(judged(lambda: Trade.from_dict(5)), ('expected Trade, got int', '$', None, "
        "None))\n");
}

Test(json, the_error_in_a_line_is_placed_in_the_input)
{
    run_python(
        "try:\n"
        "    Leg.from_json_lines(b'{\"price\":1}\\n\\n{\"price\":}\\n')\n"
        "except json.JSONDecodeError as error:\n"
        "    equal((error.msg, error.doc, error.pos, error.lineno, error.colno, str(error)),\n"
        "          ('expected a value', '{\"price\":}', 9, 3, 10, 'expected a value: line 3 column "
        "10 (char 9)'))\n"
        "else:\n"
        "    raise AssertionError\n"
        "assert raised(lambda: "
        "Leg.from_json_lines('{\"price\":\\n1}')).startswith('JSONDecodeError: unexpected end')\n");
}

Test(json, what_cannot_be_written)
{
    run_python(
        "equal(raised(Leg(math.nan).to_json), 'ValueError: Leg.price: nan has no JSON spelling')\n"
        "equal(raised(Trade([Leg(math.inf)]).to_json), 'ValueError: Leg.price: inf has no JSON "
        "spelling')\n"
        "trade = Trade([])\n"
        "trade.legs.append('x')\n"
        "for call in trade.to_json, trade.to_dict, lambda: Trade.to_json_array([trade]):\n"
        "    equal(raised(call), 'TypeError: Trade.legs[0]: expected Leg, got str')\n"
        "equal(raised(lambda: Leg.to_json_array([Leg(1.0), 5])), 'TypeError: Leg[1]: expected Leg, "
        "got int')\n"
        "equal(raised(lambda: Leg.to_json_lines([None])), 'TypeError: Leg[0]: expected Leg, got "
        "NoneType')\n"
        "equal(raised(lambda: Leg.to_json_array(1 / 0 for _ in 'a')), 'ZeroDivisionError: division "
        "by zero')\n"
        "loop = Trade([])\n"
        "loop.any = [loop]\n"
        "for call in loop.to_json, loop.to_dict, lambda: Trade.to_json_lines([loop]):\n"
        "    equal(raised(call), 'ValueError: Trade: nested deeper than 500 levels')\n");
}

Test(json, only_text_is_read)
{
    run_python("equal(raised(lambda: Leg.from_json(5)),\n"
               "      'TypeError: Leg.from_json(): expected str, bytes, bytearray or memoryview, "
               "got int')\n"
               "equal(raised(lambda: Leg.from_json_lines(None)),\n"
               "      'TypeError: Leg.from_json_lines(): expected str, bytes, bytearray or "
               "memoryview, got NoneType')\n");
}

Test(json, unknown_keys_are_skipped_and_may_repeat)
{
    run_python("text = '{\"zz\":{\"a\":[1e999,{\"b\":1,\"b\":2}]},\"price\":1,\"zz\":null}'\n"
               "equal(Leg.from_json(text), Leg(1.0))\n"
               "equal(Leg.from_dict({'price': 1, 'zz': {5: {1, 2}}}), Leg(1.0))\n");
}

Test(json, documents_of_500_levels_need_little_stack)
{
    run_python(
        "import threading\n"
        "results = []\n"
        "def work():\n"
        "    deep = '[' * 499 + ']' * 499\n"
        "    text = f'{{\"legs\":[],\"any\":{deep}}}'\n"
        "    trade = Trade.from_json(text)\n"
        "    results.append(trade.to_json().decode() == text)\n"
        "    results.append(Trade.from_dict(trade.to_dict()).to_json().decode() == text)\n"
        "    results.append(raised(lambda: Trade.from_json(text.replace('[]', '[[]]'))))\n"
        "    results.append(raised(lambda: Trade.from_json(text.replace('[[]]', '[1e999]'))))\n"
        "threading.stack_size(256 * 1024)\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start()\n"
        "thread.join()\n"
        "equal(results[:2], [True, True])\n"
        "assert results[2].startswith('JSONDecodeError: nested deeper than 500 levels')\n"
        "assert results[3].startswith('ValidationError: 1e999 is out of range')\n");
}

#!/bin/sh
exec echo ${{ values.name }}
